using BenchmarkDotNet.Attributes;
using Mlem.Docker.Context;

namespace Mlem.Docker.Benchmarks;

/// <summary>MLEM's Dockerfile, compiled from its templates and rendered.</summary>
[MemoryDiagnoser]
public class TemplateBenchmarks
{
    private readonly DockerContextRequest _request = new(MlemModel.Load(Repository.Path("examples/iris/iris")));
    private readonly Dictionary<string, object?> _variables = new()
    {
        ["base_image"] = "python:3.11.2-slim",
        ["package_install_cmd"] = "apt-get update && apt-get install",
        ["package_clean_cmd"] = "&& apt-get clean",
        ["mlem_install"] = "RUN pip install mlem==0.4.14",
        ["run_cmd"] = "sh run.sh",
        ["constraints"] = "constraints.txt",
        ["packages"] = new object?[] { "libgomp1", "curl" },
        ["arg"] = new Dictionary<string, object?> { ["A"] = "1" },
        ["env"] = Enumerable.Range(0, 10).ToDictionary(n => $"NAME{n}", object? (n) => $"value {n}"),
    };

    [Benchmark(Description = "the Dockerfile's templates, compiled and rendered")]
    public string Render() => DockerfileTemplates.Render(_request, _variables, CancellationToken.None);
}
