using BenchmarkDotNet.Attributes;

namespace Mlem.Docker.Benchmarks;

/// <summary>A context: described, its Dockerfile rendered from the templates; and 64 MiB of artifact written as tar.</summary>
[MemoryDiagnoser]
public class ContextBenchmarks
{
    private const int ArtifactSize = 64 * 1024 * 1024;
    private string _folder = "";
    private MlemModel _iris = null!;
    private DockerContext _big = null!;
    private DockerContext _many = null!;

    [GlobalSetup]
    public async Task MakeModels()
    {
        _folder = Directory.CreateTempSubdirectory("mlem-docker-bench-").FullName;
        _iris = MlemModel.Load(Repository.Path("examples/iris/iris"));
        _big = await CreateAsync("big", 1, ArtifactSize);
        _many = await CreateAsync("many", 1000, 1000);
    }

    [GlobalCleanup]
    public void RemoveModels() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Description = "a context described, Dockerfile included")]
    public Task<DockerContext> Describe() => DockerContext.CreateAsync(new DockerContextRequest(_iris));

    [Benchmark(Description = "64 MiB of artifact written as tar")]
    public Task TarOf64MiB() => _big.WriteTarAsync(Stream.Null);

    [Benchmark(Description = "1,000 artifacts of 1 KB written as tar")]
    public Task TarOf1000Files() => _many.WriteTarAsync(Stream.Null);

    private async Task<DockerContext> CreateAsync(string name, int count, int size)
    {
        string text = await File.ReadAllTextAsync(Repository.Path("examples/iris/iris.mlem"));
        string artifacts = "artifacts:\n";
        Directory.CreateDirectory(Path.Combine(_folder, name));
        for (int i = 0; i < count; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder, name, $"part{i}"), new byte[size]);
            artifacts += $"  part{i}:\n    hash: 00000000000000000000000000000000\n    size: {size}\n    uri: {name}/part{i}\n";
        }

        string file = Path.Combine(_folder, name + ".mlem");
        await File.WriteAllTextAsync(file, artifacts + text[text.IndexOf("call_orders:", StringComparison.Ordinal)..]);
        return await DockerContext.CreateAsync(new DockerContextRequest(MlemModel.Load(file)));
    }
}
