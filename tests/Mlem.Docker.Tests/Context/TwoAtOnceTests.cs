namespace Mlem.Docker.Tests.Context;

/// <summary>Of several calls at once on one target exactly one wins, the others say so, and nothing partial stays.</summary>
public sealed class TwoAtOnceTests : IDisposable
{
    private const int Calls = 300;

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-both-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public async Task Exactly_one_of_three_hundred_wins()
    {
        DockerContext context = await ContextAsync();
        string[] outcomes = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => Task.Run(() => WriteAsync(context, "out", force: false))));
        Assert.Single(outcomes, o => o == "written");
        Assert.Empty(outcomes.Except(["written", "TargetBusy", "TargetNotEmpty"]));
        Assert.Equal(["out"], Names());
        Assert.Equal(context.Entries.Count, Directory.GetFiles(Path.Combine(_work, "out"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task With_force_each_is_written_whole_or_refused()
    {
        DockerContext context = await ContextAsync();
        string[] outcomes = await Task.WhenAll(Enumerable.Range(0, Calls / 3).Select(_ => Task.Run(() => WriteAsync(context, "out", force: true))));
        Assert.Contains("written", outcomes);
        Assert.Empty(outcomes.Except(["written", "TargetBusy"]));
        Assert.Equal(["out"], Names());
        Assert.Equal(context.Entries.Count, Directory.GetFiles(Path.Combine(_work, "out"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Other_targets_in_the_same_folder_are_not_in_the_way()
    {
        DockerContext context = await ContextAsync();
        string[] outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => WriteAsync(context, $"out{i}", force: false))));
        Assert.All(outcomes, o => Assert.Equal("written", o));
    }

    private IEnumerable<string> Names() => Directory.GetFileSystemEntries(_work).Select(e => Path.GetFileName(e));

    private async Task<string> WriteAsync(DockerContext context, string name, bool force)
    {
        try
        {
            await context.WriteFolderAsync(Path.Combine(_work, name), force, cancellationToken: TestContext.Current.CancellationToken);
            return "written";
        }
        catch (MlemException e)
        {
            return e.ErrorId;
        }
    }

    private static Task<DockerContext> ContextAsync() => DockerContext.CreateAsync(
        new DockerContextRequest(MlemModel.Load(Golden.Path("models", "a_sklearn_df", "model"))) { NoDefaultConstraint = true },
        TestContext.Current.CancellationToken);
}
