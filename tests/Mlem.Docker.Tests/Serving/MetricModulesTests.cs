using Mlem.Docker.Metadata;

namespace Mlem.Docker.Tests.Serving;

/// <summary>What the metrics of the prometheus middleware bring into the image (D27, MLEM.md 55).</summary>
public sealed class MetricModulesTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("mlem-metrics-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public async Task A_metrics_module_is_copied_with_what_it_imports()
    {
        Write("my_metrics.py", "from prometheus_client import Counter\nimport os, numpy as np\nfrom helpers import tidy\n\ndef latency(info):\n    pass\n");
        Write("helpers/__init__.py", "from .inner import tidy\n");
        Write("helpers/inner.py", "import sklearn\n\ndef tidy():\n    pass\n");
        DockerContext context = await DescribeAsync("my_metrics.latency");
        foreach (string file in (string[])["my_metrics.py", "helpers/__init__.py", "helpers/inner.py"])
            Assert.Contains(context.Entries, e => e.Path == file);
        string[] lines = context.ReadText("requirements.txt")!.Split('\n');
        foreach (string package in (string[])["prometheus-client", "prometheus-fastapi-instrumentator", "numpy", "scikit-learn"])
            Assert.Contains(package, lines);
        Assert.DoesNotContain("os", lines);
    }

    [Theory]
    [InlineData("from pk import (\n    one,  # the first\n    two,\n)\n")]
    [InlineData("from pk import \\\n    one, two\n")]
    [InlineData("import os; import pk.one, pk.two\n")]
    [InlineData("import os, pk.one as one; from pk import two\r\n")]
    public async Task Imports_are_followed_however_they_are_written(string imports)
    {
        Write("metric.py", imports + "latency = 1\n");
        Write("pk/__init__.py", string.Empty);
        Write("pk/one.py", "from . import (\n    three,\n)\n");
        Write("pk/two.py", string.Empty);
        Write("pk/three.py", string.Empty);
        DockerContext context = await DescribeAsync("metric.latency");
        foreach (string file in (string[])["pk/one.py", "pk/two.py", "pk/three.py"])
            Assert.Contains(context.Entries, e => e.Path == file);
    }

    [Fact]
    public async Task A_module_in_a_package_brings_the_package()
    {
        Write("monitor/__init__.py", string.Empty);
        Write("monitor/api.py", "latency = 1\n");
        DockerContext context = await DescribeAsync("monitor.api.latency");
        Assert.Contains(context.Entries, e => e.Path == "monitor/api.py");
        Assert.Contains(context.Entries, e => e.Path == "monitor/__init__.py");
    }

    [Fact]
    public async Task A_metric_of_a_known_package_needs_no_file()
    {
        DockerContext context = await DescribeAsync("prometheus_fastapi_instrumentator.metrics.default");
        Assert.Contains("prometheus-client", context.ReadText("requirements.txt")!.Split('\n'));
        Assert.DoesNotContain(context.Entries, e => e.Path.EndsWith(".py", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_metric_of_Pythons_own_needs_nothing()
    {
        DockerContext context = await DescribeAsync("os.path.join");
        Assert.DoesNotContain("prometheus-client", context.ReadText("requirements.txt")!.Split('\n'));
    }

    [Fact]
    public async Task Modules_without_end_are_refused()
    {
        for (int i = 0; i <= 1_000; i++)
            Write($"chain{i}.py", $"latency = 1\nimport chain{i + 1}\n");
        Write("names.py", "latency = 1\nfrom a import " + string.Join(", ", Enumerable.Range(0, 10_001).Select(i => $"n{i}")));
        Write("large.py", "latency = 1\n" + new string('#', 8 << 20));
        foreach (string metric in (string[])["chain0.latency", "names.latency", "large.latency"])
            Assert.Equal("MetricModulesTooLarge", (await Assert.ThrowsAsync<MlemException>(() => DescribeAsync(metric))).ErrorId);
    }

    // Each of the brackets was once looked for up to the end: 250,000 times 4 MB.
    [Fact]
    public async Task Brackets_that_never_close_take_no_time()
    {
        Write("open.py", "latency = 1\n" + string.Concat(Enumerable.Repeat("from a import (\n", 250_000)));
        Task<DockerContext> described = Task.Run(() => DescribeAsync("open.latency"), TestContext.Current.CancellationToken);
        Assert.Contains((await described.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).Entries, e => e.Path == "open.py");
    }

    [Theory]
    [InlineData("nowhere.latency")]
    [InlineData("latency")]
    [InlineData("../up.latency")]
    [InlineData("there.latencies")]
    [InlineData("there.")]
    [InlineData("")]
    public async Task A_metric_that_leads_nowhere_is_refused(string metric)
    {
        Write("there.py", "def latency(info):\n    pass\n");
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => DescribeAsync(metric));
        Assert.Equal("MetricNotFound", error.ErrorId);
        Assert.Contains($"'{metric}'", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Recommendation);
    }

    [Fact]
    public async Task Modules_that_import_each_other_are_copied_once()
    {
        Write("a.py", "import b\nlatency = 1\n");
        Write("b.py", "import a\n");
        DockerContext context = await DescribeAsync("a.latency");
        Assert.Equal(["a.py", "b.py"], context.Entries.Select(e => e.Path).Where(p => p.EndsWith(".py", StringComparison.Ordinal)));
    }

    private void Write(string name, string text)
    {
        string file = Path.Combine(_work, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private Task<DockerContext> DescribeAsync(string metric)
    {
        Write("model.mlem", "object_type: model\n");
        return DockerContext.CreateAsync(
            new DockerContextRequest(MlemModel.Load(Path.Combine(_work, "model")))
            {
                WorkingFolder = _work,
                Server = Server.FromYaml(
                    MlemYaml.Read($"{{type: fastapi, middlewares: [{{type: prometheus_fastapi, metrics: ['{metric}']}}]}}"), null),
            },
            TestContext.Current.CancellationToken);
    }
}
