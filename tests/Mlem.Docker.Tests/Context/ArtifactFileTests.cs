using System.Text;

namespace Mlem.Docker.Tests.Context;

/// <summary>Which files of this machine a model's artifacts may bring into an image.</summary>
public sealed class ArtifactFileTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-artifact-").FullName;
    private readonly string _project;

    public ArtifactFileTests()
    {
        _project = Directory.CreateDirectory(Path.Combine(_work, "project")).FullName;
        File.WriteAllText(Path.Combine(_project, ".mlem.yaml"), string.Empty);
        Directory.CreateDirectory(Path.Combine(_project, "cache"));
        Directory.CreateDirectory(Path.Combine(_project, "models"));
        File.WriteAllText(Path.Combine(_project, "cache", "0a"), "content");
        File.WriteAllText(Path.Combine(_work, "secret"), "content");
    }

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public async Task A_link_in_the_artifacts_place_gives_what_it_leads_to()
    {
        Link("model", "../cache/0a");
        DockerContext context = await CreateAsync("local", "model");
        using var tar = new MemoryStream();
        await context.WriteTarAsync(tar, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(7, context.Entries.Single(e => e.Path == "model").Length);
        Assert.Contains("content", Encoding.UTF8.GetString(tar.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_is_reached_by_a_link_is_the_project()
    {
        Link("model", "../cache/0a");
        File.CreateSymbolicLink(Path.Combine(_work, "way"), "project");
        await CreateAsync("local", "model", Path.Combine(_work, "way"));
    }

    [Theory]
    [InlineData("local", "model", "../../secret", "PathOutsideContext")]
    [InlineData("local", "model/data", "../..", "PathOutsideContext")]
    [InlineData("local", "model", "nowhere", "ArtifactNotFound")]
    [InlineData("local", "model", "model", "ArtifactNotFound")]
    [InlineData("local", "model", "../cache", "ArtifactNotFound")]
    [InlineData("fsspec", "../../secret", null, "PathOutsideContext")]
    [InlineData("fsspec", "file://{0}/secret", null, "PathOutsideContext")]
    [InlineData("fsspec", "{0}/project/../secret", null, "PathOutsideContext")]
    [InlineData("dvc", "../../secret", null, "PathOutsideContext")]
    public async Task What_leaves_the_project_or_leads_nowhere_is_refused(string type, string uri, string? link, string errorId)
    {
        if (link is not null)
            Link("model", link);
        MlemException error = await Assert.ThrowsAsync<MlemException>(
            () => CreateAsync(type, string.Format(System.Globalization.CultureInfo.InvariantCulture, uri, _work)));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains("model.mlem", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Recommendation);
    }

    [Fact]
    public async Task An_artifact_with_the_metafiles_name_does_not_replace_it()
    {
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => CreateAsync("local", "model.mlem"));
        Assert.Equal("ContextPathConflict", error.ErrorId);
    }

    private void Link(string name, string target) =>
        File.CreateSymbolicLink(Path.Combine(_project, "models", name), target);

    private async Task<DockerContext> CreateAsync(string type, string uri, string? project = null)
    {
        string file = Path.Combine(project ?? _project, "models", "model.mlem");
        string text = $"artifacts:\n  data:\n    hash: x\n    size: 007\n    type: {type}\n    uri: {uri}\nobject_type: model\n";
        // The metafile's own size has three digits as well.
        text = text.Replace("007", uri == "model.mlem" ? $"{text.Length}" : "7", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        return await DockerContext.CreateAsync(new DockerContextRequest(MlemModel.Load(file)), TestContext.Current.CancellationToken);
    }
}
