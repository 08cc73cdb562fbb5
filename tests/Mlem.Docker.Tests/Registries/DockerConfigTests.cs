using System.Text;
using System.Text.Json;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Tests.Registries;

public sealed class DockerConfigTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlem-config-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("localhost:5000", "localhost:5000")]
    [InlineData("https://localhost:5000", "localhost:5000")]
    [InlineData("http://Localhost:5000/v1/", "localhost:5000")]
    [InlineData("https://index.docker.io/v1/", "docker.io")]
    [InlineData("docker.io", "docker.io")]
    [InlineData("index.docker.io", "docker.io")]
    public async Task A_login_is_found_under_every_form_of_its_host(string key, string host)
    {
        var found = await FindAsync("""{"auths":{"other.io":{"auth":"eDp5"},"FIRST":{"auth":"SECOND"}}}""".Replace("FIRST", key).Replace("SECOND", Base64("ann:p:w")), host);
        Assert.Equal(("ann", "p:w"), (found?.UserName, found?.Password));
        Assert.Null(await FindAsync("""{"auths":{"FIRST":{"auth":"eDp5"}}}""".Replace("FIRST", key), "localhost"));
    }

    [Fact]
    public async Task The_key_that_is_the_address_goes_before_one_that_means_the_same_host()
    {
        var found = await FindAsync(
            """{"auths":{"https://h.io/v1/":{"auth":"FIRST"},"h.io":{"auth":"SECOND"}}}""".Replace("FIRST", Base64("old:1")).Replace("SECOND", Base64("new:2")), "h.io");
        Assert.Equal("new", found?.UserName);
    }

    [Fact]
    public async Task Every_kind_of_entry_is_understood()
    {
        var auth = Base64("ann:pw");
        Assert.Equal("id", (await FindAsync("""{"auths":{"h.io":{"auth":"FIRST","identitytoken":"id"}}}""".Replace("FIRST", auth), "h.io"))?.IdentityToken);
        Assert.Equal("rt", (await FindAsync("""{"auths":{"h.io":{"registrytoken":"rt"}}}""", "h.io"))?.RegistryToken);
        Assert.Equal("p", (await FindAsync("""{"auths":{"h.io":{"username":"u","password":"p"}}}""", "h.io"))?.Password);
        Assert.Equal("pw", (await FindAsync("""{"auths":{"h.io":{"auth":"FIRST"}}}""".Replace("FIRST", Base64("ann:pw\0\0")), "h.io"))?.Password);
        Assert.Null(await FindAsync("""{"auths":{"h.io":{}}}""", "h.io"));
        Assert.Null(await FindAsync("""{"auths":{"":{"auth":"eDp5"}}}""", "h.io"));
    }

    [Theory]
    [InlineData("""{"auths":{"h.io":{"auth":"S3CRET!"}}}""", "no base64")]
    [InlineData("""{"auths":{"h.io":{"auth":"UzNDUkVU"}}}""", "not 'user:password'")]
    [InlineData("{\"auths\":\n{S3CRET", "no JSON from line 2")]
    [InlineData("[]", "no JSON object")]
    public async Task A_file_that_cannot_be_used_is_an_error_without_its_content(string content, string expected)
    {
        var failure = await Assert.ThrowsAsync<MlemException>(async () => await FindAsync(content, "h.io"));
        Assert.Equal("DockerConfigInvalid", failure.ErrorId);
        Assert.Contains(expected, failure.Message);
        Assert.Contains("config.json", failure.Message);
        Assert.DoesNotContain("S3CRET", failure.ToString());
    }

    [Fact]
    public async Task No_file_is_no_credential()
    {
        var folder = Path.Combine(_folder.FullName, "none");
        var source = DockerConfigCredentialSource.FromEnvironment(name => name == "DOCKER_CONFIG" ? folder : null);
        Assert.Null(await source.FindAsync("h.io", Stop));
        Assert.Contains(folder, source.Description);
    }

    [Fact]
    public async Task The_helper_of_the_host_goes_before_the_helper_for_all_and_both_before_the_file()
    {
        Helper("own", """printf '{"Username":"own","Secret":"%s"}' "$(cat)" """);
        Helper("all", """printf '{"Username":"all","Secret":"%s"}' "$(cat)" """);
        const string Config = """
            {"credHelpers":{"h.io":"own","off.io":""},"credsStore":"all",
             "auths":{"h.io":{"auth":"eDp5"},"off.io":{"auth":"eDp5"},"https://index.docker.io/v1/":{}}}
            """;
        Assert.Equal(("own", "h.io"), Pair(await FindAsync(Config, "h.io")));
        Assert.Equal(("all", "https://index.docker.io/v1/"), Pair(await FindAsync(Config, "docker.io")));
        Assert.Equal(("x", "y"), Pair(await FindAsync(Config, "off.io")));
    }

    [Theory]
    [InlineData("cat >/dev/null; echo credentials not found in native keychain; exit 1")]
    [InlineData("""cat >/dev/null; echo '{"ServerURL":"","Username":"","Secret":""}'""")]
    public async Task A_helper_that_knows_nothing_leaves_it_to_the_file(string script)
    {
        Helper("all", script);
        Assert.Equal(("x", "y"), Pair(await FindAsync("""{"credsStore":"all","auths":{"h.io":{"auth":"eDp5"}}}""", "h.io")));
        Assert.Null(await FindAsync("""{"credsStore":"all"}""", "h.io"));
    }

    [Fact]
    public async Task A_helper_can_give_an_identity_token()
    {
        Helper("all", """cat >/dev/null; echo '{"ServerURL":"h.io","Username":"<token>","Secret":"id"}'""");
        Assert.Equal("id", (await FindAsync("""{"credsStore":"all"}""", "h.io"))?.IdentityToken);
    }

    [Theory]
    [InlineData("echo 'gpg: S is locked' >&2; exit 2", "CredentialHelperFailed", "exit code 2: gpg: S is locked")]
    [InlineData("""echo '{"Username":"u","Secret":"S3CRET"}'; exit 1""", "CredentialHelperFailed", "exit code 1.")]
    [InlineData("cat; echo S3CRET", "CredentialHelperFailed", "its answer is not")]
    [InlineData("exec sleep 30", "CredentialHelperTimeout", "did not answer within")]
    public async Task A_helper_that_fails_is_an_error_without_its_secret(string script, string errorId, string expected)
    {
        Helper("all", script);
        var failure = await Assert.ThrowsAsync<MlemException>(async () => await FindAsync("""{"credsStore":"all"}""", "h.io", script.Contains("sleep") ? 1 : 60));
        Assert.Equal(errorId, failure.ErrorId);
        Assert.Contains(expected, failure.Message);
        Assert.DoesNotContain("S3CRET", failure.ToString());
    }

    [Theory]
    [InlineData("missing", "CredentialHelperNotFound")]
    [InlineData("../evil", "CredentialHelperInvalid")]
    public async Task A_helper_that_is_not_there_is_an_error(string name, string errorId)
    {
        var failure = await Assert.ThrowsAsync<MlemException>(async () => await FindAsync("""{"credsStore":"FIRST"}""".Replace("FIRST", name), "h.io"));
        Assert.Equal(errorId, failure.ErrorId);
    }

    [Fact]
    public async Task The_first_place_that_has_a_login_decides()
    {
        var session = new RegistryCredentialStore();
        session.Set("h.io", RegistryCredential.FromPassword("session", "1"));
        session.Set("g.io", RegistryCredential.FromPassword("session", "1"));
        await File.WriteAllTextAsync(ConfigPath, """{"auths":{"f.io":{"auth":"eDp5"},"g.io":{"auth":"eDp5"}}}""", Stop);
        var chain = new RegistryCredentials(session, new DockerConfigCredentialSource(ConfigPath, new CredentialHelper()))
            .With("https://h.io", RegistryCredential.FromPassword("given", "2"));
        Assert.Equal("given", (await chain.ResolveAsync("h.io", Stop))?.UserName);
        Assert.Equal("session", (await chain.ResolveAsync("g.io", Stop))?.UserName);
        Assert.Equal("x", (await chain.ResolveAsync("f.io", Stop))?.UserName);
        Assert.Null(await chain.ResolveAsync("e.io", Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("{}")]
    public async Task An_empty_file_has_no_login(string content) => Assert.Null(await FindAsync(content, "h.io"));

    [Fact]
    public async Task A_helper_that_cannot_run_leaves_it_to_the_file() =>
        Assert.Equal(("x", "y"), Pair(await FindAsync("""{"credsStore":"missing","auths":{"h.io":{"auth":"eDp5"}}}""", "h.io")));

    [Fact]
    public async Task A_place_that_cannot_be_used_leaves_it_to_the_next_one()
    {
        await File.WriteAllTextAsync(ConfigPath, """{"credsStore":"missing"}""", Stop);
        var session = new RegistryCredentialStore();
        session.Set("g.io", RegistryCredential.FromPassword("session", "1"));
        var chain = new RegistryCredentials(new DockerConfigCredentialSource(ConfigPath, new CredentialHelper()), session);

        CredentialLookUp found = await chain.LookUpAsync("g.io", null, Stop);
        Assert.Equal(("session", "CredentialHelperNotFound"), (found.Credential?.UserName, found.Failure?.ErrorId));
        found = await chain.LookUpAsync("h.io", null, Stop);
        Assert.Equal((null, "CredentialHelperNotFound"), (found.Credential, found.Failure?.ErrorId));
        Assert.Equal("CredentialHelperNotFound", (await Assert.ThrowsAsync<MlemException>(async () => await chain.ResolveAsync("h.io", Stop))).ErrorId);
    }

    [Theory]
    [InlineData("""{"auths":{"https://h.io/v1/":{"auth":"eDp5"}}}""", "x")]
    [InlineData("""{"auths":{"h.io":{"identitytoken":"id"}}}""", null)]
    [InlineData("""{"auths":{"g.io":{"auth":"eDp5"}}}""", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public async Task DOCKER_AUTH_CONFIG_is_a_place_of_logins(string? value, string? user)
    {
        var source = new AuthConfigCredentialSource(name => name == "DOCKER_AUTH_CONFIG" ? value : null);
        RegistryCredential? found = await source.FindAsync("h.io", Stop);
        Assert.Equal(user, found is null ? "" : found.UserName);
        Assert.Contains("DOCKER_AUTH_CONFIG", source.Description);
    }

    [Theory]
    [InlineData("{S3CRET")]
    [InlineData("S3CRET")]
    [InlineData("""{"auths":{"h.io":{"auth":"S3CRET!"}}}""")]
    public async Task A_DOCKER_AUTH_CONFIG_that_cannot_be_used_is_told_without_its_content(string value)
    {
        var failure = await Assert.ThrowsAsync<MlemException>(async () => await new AuthConfigCredentialSource(_ => value).FindAsync("h.io", Stop));
        Assert.Equal("DockerConfigInvalid", failure.ErrorId);
        Assert.Contains("DOCKER_AUTH_CONFIG", failure.Message);
        Assert.DoesNotContain("S3CRET", failure.ToString());
    }

    [Theory]
    [InlineData("h.io", "runtime")]
    [InlineData("g.io", "home")]
    [InlineData("docker.io", "hub")]
    [InlineData("quay.io", null)]
    [InlineData("f.io", null)]
    public async Task Podmans_logins_are_found_where_it_keeps_them(string host, string? user)
    {
        string runtime = PodmanFile("run", """{"auths":{"h.io":{"auth":"RUNTIME"},"quay.io/team":{"auth":"RUNTIME"}}}""".Replace("RUNTIME", Base64("runtime:1")));
        string home = PodmanFile("home/.config", """{"auths":{"h.io":{"auth":"HOME"},"g.io":{"auth":"HOME"},"docker.io":{"auth":"HUB"}}}""".Replace("HOME", Base64("home:1")).Replace("HUB", Base64("hub:1")));
        var variables = new Dictionary<string, string?> { ["XDG_RUNTIME_DIR"] = runtime, ["HOME"] = Path.GetDirectoryName(home) };
        var source = new PodmanCredentialSource(variables, new CredentialHelper());

        Assert.Equal(user, (await source.FindAsync(host, Stop))?.UserName);
        variables["REGISTRY_AUTH_FILE"] = Path.Combine(home, "containers", "auth.json");
        Assert.Equal(user is "runtime" ? "home" : user, (await source.FindAsync(host, Stop))?.UserName);
    }

    // As containers/image looks for them: the closest part of the registry, then the registry.
    [Theory]
    [InlineData("team/models/iris", "models")]
    [InlineData("team/models/iris/small", "models")]
    [InlineData("team/other", "team")]
    [InlineData("team", "team")]
    [InlineData("teams/other", "whole")]
    [InlineData("team/modelsx", "team")]
    [InlineData("exact/one", "exact")]
    [InlineData(null, "whole")]
    public async Task Podmans_login_for_a_part_of_a_registry_is_the_closest(string? repository, string user)
    {
        string[] keys = ["h.io/team", "h.io", "h.io/team/models", "h.io/exact/one", "other.io/team/models/iris"];
        string[] users = ["team", "whole", "models", "exact", "other"];
        var entries = keys.Zip(users).ToDictionary(pair => pair.First, pair => new Dictionary<string, string> { ["auth"] = Base64(pair.Second + ":1") });
        string home = PodmanFile("part/.config", JsonSerializer.Serialize(new { auths = entries }));
        var variables = new Dictionary<string, string?> { ["REGISTRY_AUTH_FILE"] = Path.Combine(home, "containers", "auth.json") };
        var credentials = new RegistryCredentials(new PodmanCredentialSource(variables, new CredentialHelper()));

        Assert.Equal(user, (await credentials.LookUpAsync("h.io", repository, Stop)).Credential?.UserName);
        Assert.Null((await credentials.LookUpAsync("unknown.io", repository, Stop)).Credential);
    }

    private string PodmanFile(string folder, string content)
    {
        string full = Path.Combine(_folder.FullName, folder);
        Directory.CreateDirectory(Path.Combine(full, "containers"));
        File.WriteAllText(Path.Combine(full, "containers", "auth.json"), content);
        return full;
    }

    private string ConfigPath => Path.Combine(_folder.FullName, "config.json");

    private async Task<RegistryCredential?> FindAsync(string content, string host, int seconds = 60)
    {
        await File.WriteAllTextAsync(ConfigPath, content, Stop);
        var helper = new CredentialHelper { Folder = _folder.FullName, Timeout = TimeSpan.FromSeconds(seconds) };
        return await new DockerConfigCredentialSource(ConfigPath, helper).FindAsync(host, Stop);
    }

    private void Helper(string name, string script)
    {
        var path = Path.Combine(_folder.FullName, "docker-credential-" + name);
        File.WriteAllText(path, $"#!/bin/sh\n[ \"$*\" = get ] || exit 9\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private static (string?, string?) Pair(RegistryCredential? credential) => (credential?.UserName, credential?.Password);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
