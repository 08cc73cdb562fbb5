using BenchmarkDotNet.Attributes;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Benchmarks;

/// <summary>The metafile with 2,000 columns (197 KB), read, hashed and written.</summary>
[MemoryDiagnoser]
public class YamlBenchmarks
{
    private const string File = "tests/golden/models/g_wide_df/model.mlem";
    private byte[] _bytes = [];
    private YamlValue _value = new YamlNull();

    [GlobalSetup]
    public void Load()
    {
        _bytes = System.IO.File.ReadAllBytes(Repository.Path(File));
        _value = YamlReader.Read(_bytes);
    }

    [Benchmark(Description = "YAML of 197 KB: read")]
    public YamlValue Read() => YamlReader.Read(_bytes);

    [Benchmark(Description = "YAML of 197 KB: its model's hash, reading included")]
    public string Hash() => MlemModel.Load(Repository.Path(File)).Hash;

    [Benchmark(Description = "YAML of 197 KB: write")]
    public string Write() => YamlWriter.Write(_value);
}
