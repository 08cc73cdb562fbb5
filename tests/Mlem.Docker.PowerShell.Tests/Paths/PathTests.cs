using System.Management.Automation;
using Mlem.Docker.PowerShell.Tests.Pipeline;
using Mlem.Docker.PowerShell.Tests.Support;
using Block = System.Func<
    Mlem.Docker.PowerShell.Tests.Pipeline.TestAsyncBlockCommand,
    System.Threading.CancellationToken,
    System.Threading.Tasks.Task>;

namespace Mlem.Docker.PowerShell.Tests.Paths;

public sealed class PathTests : IDisposable
{
    private readonly Session _session = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-paths-").FullName;

    public PathTests()
    {
        foreach (string name in new[] { "iris", "iris.mlem", "wine.mlem", "notes.txt", "b[1].mlem", "alone" })
            File.WriteAllText(Path.Combine(_folder, name), "");
        Directory.CreateDirectory(Path.Combine(_folder, "folder"));
        _session.Invoke("param($folder) $ExecutionContext.SessionState.Path.SetLocation($folder)", _folder);
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false, "iris", "iris.mlem")]
    [InlineData(false, "iris.mlem", "iris.mlem")]
    [InlineData(false, "*", "b[1].mlem|iris.mlem|wine.mlem")]
    [InlineData(false, "ir*", "iris.mlem")]
    [InlineData(false, "ir?s", "iris.mlem")]
    [InlineData(false, "no*", "")]
    [InlineData(false, "b`[1`]", "b[1].mlem")]
    [InlineData(true, "b[1]", "b[1].mlem")]
    [InlineData(true, "b[1].mlem", "b[1].mlem")]
    [InlineData(true, "iris", "iris.mlem")]
    [InlineData(true, "missing", "missing.mlem")]
    [InlineData(true, "alone", "alone")]
    public void A_path_names_models_with_or_without_the_ending(bool literal, string path, string expected)
    {
        SessionResult result = Resolve(literal, path);

        Assert.Empty(result.Errors);
        Assert.Equal(
            expected.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(name => Path.Combine(_folder, name)),
            result.Output.Cast<string>().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("env:PATH", "PathProviderNotSupported")]
    [InlineData("variable:*", "PathProviderNotSupported")]
    [InlineData("nodrive:/x", "DriveNotFound")]
    public void A_path_that_is_no_file_is_one_error_and_the_others_are_taken(string path, string id)
    {
        SessionResult result = Resolve(false, "iris", path, "wine");

        Assert.Equal(["iris.mlem", "wine.mlem"], result.Output.Select(file => Path.GetFileName((string)file!)));
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_target_need_not_exist_and_is_relative_to_the_session()
    {
        Block block = (cmdlet, _) =>
        {
            cmdlet.WriteObject(cmdlet.PathOf("new/[target]"));
            return Task.CompletedTask;
        };

        SessionResult result = _session.Invoke("param($block) Test-AsyncBlock -Block $block", block);

        Assert.Equal(Path.Combine(_folder, "new", "[target]"), result.Output.Single());
    }

    private SessionResult Resolve(bool literal, params string[] paths)
    {
        Block block = (cmdlet, _) =>
        {
            cmdlet.WriteObject(cmdlet.ModelPaths(literal, paths), enumerateCollection: true);
            return Task.CompletedTask;
        };
        return _session.Invoke("param($block) Test-AsyncBlock -Block $block", block);
    }
}
