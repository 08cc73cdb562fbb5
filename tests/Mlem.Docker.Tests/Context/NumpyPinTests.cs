using Mlem.Docker.Metadata;

namespace Mlem.Docker.Tests.Context;

/// <summary>A pin of NumPy 2 beside packages that were built for NumPy 1: pip installs both, and the server dies at import.</summary>
public sealed class NumpyPinTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("mlem-numpy-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData("2.2.0", "pandas", "1.5.3")]
    [InlineData("2.0.0", "pandas", "2.2.1")]
    [InlineData("2.1.0", "scikit-learn", "1.2.2")]
    [InlineData("2.0.0rc1", "statsmodels", "0.13.5")]
    public async Task They_exclude_each_other(string numpy, string package, string version)
    {
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => DescribeAsync(numpy, package, version));
        Assert.Equal("PinsExcludeEachOther", error.ErrorId);
        Assert.Contains(numpy, error.Message, StringComparison.Ordinal);
        Assert.Contains($"{package}=={version}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.2.0", "pandas", "2.2.3")]
    [InlineData("1.26.4", "pandas", "1.5.3")]
    [InlineData("2.0.0", "scikit-learn", "1.5.0")]
    public async Task Others_go_together(string numpy, string package, string version) =>
        Assert.NotEmpty((await DescribeAsync(numpy, package, version)).Entries);

    [Fact]
    public async Task Who_leaves_out_the_bounds_is_warned()
    {
        DockerContext context = await DescribeAsync("2.2.0", "pandas", "1.5.3", r => r with { NoDefaultConstraint = true });
        Assert.Contains(context.Warnings, w => w.Contains("pandas==1.5.3", StringComparison.Ordinal));
        Assert.Contains((await DescribeAsync("2.2.0", "pandas", "1.5.3", r => r with { AsMlem = true })).Warnings, w => w.Contains("NumPy 2.2.0", StringComparison.Ordinal));
    }

    private Task<DockerContext> DescribeAsync(string numpy, string package, string version, Func<DockerContextRequest, DockerContextRequest>? change = null)
    {
        File.WriteAllText(Path.Combine(_work, "model.mlem"), $"""
            object_type: model
            requirements:
            - module: numpy
              version: {numpy}
            - module: {(package == "scikit-learn" ? "sklearn" : package)}
              package_name: {package}
              version: {version}
            """);
        var request = new DockerContextRequest(MlemModel.Load(Path.Combine(_work, "model"))) { Server = Server.OfType("fastapi"), WorkingFolder = _work };
        return DockerContext.CreateAsync(change?.Invoke(request) ?? request, TestContext.Current.CancellationToken);
    }
}
