using BenchmarkDotNet.Attributes;
using Mlem.Docker.Engine;
using Mlem.Docker.Engine.Streams;

namespace Mlem.Docker.Benchmarks;

/// <summary>A recorded answer of the Engine to a build, read into steps, output and image.</summary>
[MemoryDiagnoser]
public class StreamBenchmarks
{
    private byte[] _answer = [];

    [Params("classic_ok", "buildkit_ok")]
    public string Recorded { get; set; } = "";

    [GlobalSetup]
    public void Load() => _answer = File.ReadAllBytes(Repository.Path($"tests/golden/engine/{Recorded}.stream"));

    [Benchmark(Description = "a build's recorded answer read")]
    public async Task<string?> Parse()
    {
        var decoder = new BuildStreamDecoder(new Nobody());
        var reader = new EngineMessageReader(new MemoryStream(_answer));
        while (await reader.ReadAsync(CancellationToken.None) is { } message)
            decoder.Take(message);
        decoder.Finish();
        return decoder.Record.ImageId;
    }

    private sealed class Nobody : IBuildListener
    {
        public void Step(BuildStep step)
        {
        }

        public void Line(string line)
        {
        }

        public void Transfer(EngineMessage message)
        {
        }
    }
}
