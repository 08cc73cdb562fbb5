using System.Text;
using Mlem.Docker.Metadata;
using Mlem.Docker.Repositories;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Metadata;

/// <summary>Models are brought from repositories of git, over http, into a cache.</summary>
public sealed class RepositoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-docker-git").FullName;
    private readonly string? _before = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
    private readonly GitServer _server;
    private readonly string _source;

    public RepositoryTests()
    {
        Peers.Require("git", GitServer.WhyMissing);
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", Path.Combine(_folder, "cache"));
        _source = Path.Combine(_folder, "source");
        string served = Path.Combine(_folder, "served", "org", "project");
        Directory.CreateDirectory(Path.Combine(_source, "models"));
        Directory.CreateDirectory(served);
        GitServer.Git(_source, "init", "-q");
        File.WriteAllText(Path.Combine(_source, ".mlem.yaml"), string.Empty);
        Copy("b_sklearn_np", "models");
        File.WriteAllBytes(Path.Combine(_source, "large"), new byte[300_000]);
        Commit("one");
        GitServer.Git(_source, "tag", "-a", "v1", "-m", "v1");
        Copy("a_sklearn_df", "models");
        Commit("two");
        GitServer.Git(_source, "branch", "feature/next", "HEAD~1");
        GitServer.Git(served, "clone", "-q", "--bare", _source, served);
        GitServer.Git(served, "config", "uploadpack.allowFilter", "true");
        _server = GitServer.Start(Path.Combine(_folder, "served"));
    }

    private string Model => _server.Address + "/org/project/models/model";

    public void Dispose()
    {
        _server.Dispose();
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _before);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(null, "a_sklearn_df")]
    [InlineData("main", "a_sklearn_df")]
    [InlineData("v1", "b_sklearn_np")]
    [InlineData("feature/next", "b_sklearn_np")]
    public async Task A_model_is_brought_at_its_revision_with_its_artifacts_and_nothing_else(string? revision, string golden)
    {
        var model = MlemModel.Load(await BringAsync(Model, revision));
        Assert.Equal(MlemModel.Load(Golden.Path("models", golden, "model")).Hash, model.Hash);
        Assert.Equal(File.ReadAllBytes(Golden.Path("models", golden, "model")), File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(model.Path)!, "model")));
        Assert.Equal(Path.GetDirectoryName(Path.GetDirectoryName(model.Path)), model.ProjectRoot);
        Assert.False(File.Exists(Path.Combine(model.ProjectRoot!, "large")));
    }

    [Fact]
    public async Task A_commit_that_is_in_the_cache_is_not_fetched_again()
    {
        string commit = GitServer.Git(_source, "rev-parse", "HEAD~1");
        string first = await BringAsync(Model, commit);
        int requests = _server.Requests;
        Assert.True(requests > 0);
        Assert.Equal(first, await BringAsync(Model, commit));
        Assert.Equal(requests, _server.Requests);
    }

    [Theory]
    [InlineData("none", "GitRevisionNotFound")]
    [InlineData("0123456789012345678901234567890123456789", "GitRevisionNotFound")]
    [InlineData("--upload-pack=touch /tmp/mlem-docker-injected", "GitRevisionInvalid")]
    [InlineData("a..b", "GitRevisionInvalid")]
    [InlineData("*", "GitRevisionInvalid")]
    [InlineData("", "GitRevisionInvalid")]
    public async Task A_revision_that_is_not_there_is_told(string revision, string errorId) =>
        Assert.Equal(errorId, (await Assert.ThrowsAsync<MlemException>(() => BringAsync(Model, revision))).ErrorId);

    [Theory]
    [InlineData("/org/project/none", "GitPathNotFound")]
    [InlineData("/org/other/model", "GitFailed")]
    [InlineData("/org", "GitAddressInvalid")]
    [InlineData("/org/project", "GitAddressInvalid")]
    [InlineData("/org/project/.git/config", "GitAddressInvalid")]
    public async Task What_the_server_does_not_have_is_told(string path, string errorId) =>
        Assert.Equal(errorId, (await Assert.ThrowsAsync<MlemException>(() => BringAsync(_server.Address + path, null))).ErrorId);

    [Theory]
    [InlineData("http://127.0.0.1:1/org/project/model", "GitFailed")]
    [InlineData("http://host.invalid/org/project/model", "GitFailed")]
    [InlineData("http://-oProxyCommand=x/org/project/model", "GitAddressInvalid")]
    [InlineData("ssh://-oProxyCommand=x/org/project/model", "GitAddressInvalid")]
    [InlineData("ext::sh -c id", "GitAddressInvalid")]
    [InlineData("file:///org/project/model", "GitAddressInvalid")]
    public async Task A_host_that_is_not_there_and_what_is_no_host_are_told(string address, string errorId) =>
        Assert.Equal(errorId, (await Assert.ThrowsAsync<MlemException>(() => BringAsync(address, null))).ErrorId);

    [Fact]
    public async Task A_login_in_the_address_is_used_and_shown_and_kept_nowhere()
    {
        _server.Login = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:s3cr3t"));
        MlemException refused = await Assert.ThrowsAsync<MlemException>(() => BringAsync(Model.Replace("http://", "http://ann:wr0ng@", StringComparison.Ordinal), null));
        Assert.DoesNotContain("wr0ng", refused.Message, StringComparison.Ordinal);
        string file = await BringAsync(Model.Replace("http://", "http://ann:s3cr3t@", StringComparison.Ordinal), null);
        Assert.True(File.Exists(file));
        foreach (string kept in Directory.EnumerateFiles(Path.Combine(_folder, "cache"), "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("s3cr3t", await File.ReadAllTextAsync(kept, Encoding.Latin1, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_is_not_sent_on_to_another_host()
    {
        using var other = GitServer.Start(Path.Combine(_folder, "served"));
        _server.RedirectTo = other.Address;
        MlemException refused = await Assert.ThrowsAsync<MlemException>(() => BringAsync(Model.Replace("http://", "http://ann:s3cr3t@", StringComparison.Ordinal), null));
        Assert.Equal("GitFailed", refused.ErrorId);
        Assert.Empty(other.Logins);
        Assert.NotEmpty(_server.Logins);
        // Without a login there is nothing to lose.
        Assert.True(File.Exists(await BringAsync(Model, null)));
    }

    [Theory]
    [InlineData("https://ann:s3@cr3t@host/org?x")]
    [InlineData("https://ann:s3cr3t@host/org#x")]
    [InlineData("ssh://ann:s3cr3t@-host/org/project/x")]
    public async Task A_password_in_an_address_that_cannot_be_is_not_repeated(string address)
    {
        MlemException refused = await Assert.ThrowsAsync<MlemException>(() => BringAsync(address, null));
        Assert.Equal("GitAddressInvalid", refused.ErrorId);
        Assert.DoesNotContain("cr3t", $"{refused.Message}{refused.Target}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_who_does_not_want_to_wait_for_a_silent_server_need_not()
    {
        _server.IsSilent = true;
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RepositoryObjects.BringAsync(Model, null, stop.Token));
    }

    [Fact]
    public void A_link_with_a_project_and_a_revision_is_followed()
    {
        string link = Path.Combine(_folder, "link.mlem");
        File.WriteAllText(link, $"link_type: model\nobject_type: link\npath: models/model\nproject: {_server.Address}/org/project/\nrev: v1\n");
        Assert.Equal(MlemModel.Load(Golden.Path("models", "b_sklearn_np", "model")).Hash, MlemModel.Load(link).Hash);
    }

    [Fact]
    public async Task A_link_in_the_repository_brings_what_it_points_to()
    {
        File.WriteAllText(Path.Combine(_source, "latest.mlem"), "link_type: model\nobject_type: link\npath: models/model\n");
        Commit("three");
        GitServer.Git(_source, "push", "-q", Path.Combine(_folder, "served", "org", "project"), "main");
        var model = MlemModel.Load(await BringAsync(_server.Address + "/org/project/latest", null));
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(model.Path)!, "model")));
    }

    [Fact]
    public async Task An_artifact_of_DVC_says_which_command_brings_it()
    {
        string text = File.ReadAllText(Path.Combine(_source, "models", "model.mlem"));
        File.WriteAllText(Path.Combine(_source, "models", "model.mlem"), text.Replace("    uri: model", "    type: dvc\n    uri: model", StringComparison.Ordinal));
        File.Delete(Path.Combine(_source, "models", "model"));
        Commit("three");
        GitServer.Git(_source, "push", "-q", Path.Combine(_folder, "served", "org", "project"), "main");
        var model = MlemModel.Load(await BringAsync(Model, null));
        MlemException missing = await Assert.ThrowsAsync<MlemException>(
            () => DockerContext.CreateAsync(new DockerContextRequest(model), TestContext.Current.CancellationToken));
        Assert.Contains($"dvc get '{_server.Address}/org/project' 'models/model' --rev {GitServer.Git(_source, "rev-parse", "HEAD")}", missing.Recommendation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://github.com/org/project/models/iris", "https://github.com/org/project", "models/iris", null)]
    [InlineData("https://github.com/org/project/tree/v1/models/iris", "https://github.com/org/project", "models/iris", "v1")]
    [InlineData("https://gitlab.com/a/b/project/-/blob/main/iris.mlem", "https://gitlab.com/a/b/project", "iris.mlem", "main")]
    [InlineData("https://host:8443/a/b/project.git/iris%20two", "https://host:8443/a/b/project.git", "iris two", null)]
    [InlineData("ssh://git@host/org/project.git/iris", "ssh://git@host/org/project.git", "iris", null)]
    [InlineData("https://ann:pw@host/org/project/iris", "https://host/org/project", "iris", null)]
    public void An_address_has_a_repository_and_a_path(string text, string url, string path, string? revision)
    {
        var address = GitAddress.Parse(text);
        Assert.Equal((url, path, revision), (address.Url, address.Path, address.Revision));
    }

    private static Task<string> BringAsync(string address, string? revision) =>
        RepositoryObjects.BringAsync(address, revision, TestContext.Current.CancellationToken);

    private void Copy(string golden, string folder)
    {
        foreach (string name in (string[])["model", "model.mlem"])
        {
            string to = Path.Combine(_source, folder, name);
            if (File.Exists(to))
                File.Delete(to);
            File.WriteAllBytes(to, File.ReadAllBytes(Golden.Path("models", golden, name)));
        }
    }

    private void Commit(string message)
    {
        GitServer.Git(_source, "add", "-A");
        GitServer.Git(_source, "commit", "-q", "-m", message);
    }
}
