using System.Net.Sockets;
using BenchmarkDotNet.Attributes;
using Mlem.Docker.Engine;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Benchmarks;

/// <summary>A context with 256 MiB of artifact, sent as tar in chunks through a unix socket that is read at once.</summary>
[MemoryDiagnoser]
public class UploadBenchmarks
{
    private const int ArtifactSize = 256 * 1024 * 1024;
    private string _folder = "";
    private DockerContext _context = null!;

    [GlobalSetup]
    public async Task MakeModel()
    {
        _folder = Directory.CreateTempSubdirectory("mlem-docker-bench-").FullName;
        string artifact = Path.Combine(_folder, "big");
        byte[] block = new byte[ArtifactSize];
        new Random(1).NextBytes(block);
        await File.WriteAllBytesAsync(artifact, block);
        string text = await File.ReadAllTextAsync(Repository.Path("examples/iris/iris.mlem"));
        text = text.Replace("size: 994", $"size: {ArtifactSize}").Replace("uri: iris", "uri: big");
        await File.WriteAllTextAsync(artifact + ".mlem", text);
        _context = await DockerContext.CreateAsync(new DockerContextRequest(MlemModel.Load(artifact)));
    }

    [GlobalCleanup]
    public void RemoveModel() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Description = "256 MiB sent in chunks through a unix socket")]
    public async Task Upload()
    {
        string path = Path.Combine(_folder, "socket");
        File.Delete(path);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        Task<long> draining = Task.Run(() => Drain(listener));
        var endpoint = DockerEndpointParser.Parse("unix://" + path, "by the benchmark", null);
        var dialer = new EngineDialer(endpoint, new EngineTimeouts());
        await using (Stream connection = await dialer.DialAsync(CancellationToken.None))
        {
            var chunks = new ChunkedWriteStream(connection);
            await _context.WriteTarAsync(chunks);
            await chunks.FinishAsync(CancellationToken.None);
        }

        if (await draining < ArtifactSize)
            throw new InvalidOperationException("Not everything arrived.");
    }

    private static long Drain(Socket listener)
    {
        using Socket peer = listener.Accept();
        byte[] block = new byte[32 * 1024]; // as Go's io.Copy, with which the Engine reads
        long total = 0;
        for (int count; (count = peer.Receive(block)) > 0;)
            total += count;
        return total;
    }
}
