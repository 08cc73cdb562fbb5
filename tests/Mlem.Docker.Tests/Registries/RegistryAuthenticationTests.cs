using System.Text;

namespace Mlem.Docker.Tests.Registries;

public sealed class RegistryAuthenticationTests
{
    private const string Secret = "S3CRET-pw";
    private static readonly RegistryClientOptions Quick = new() { RetryDelay = TimeSpan.FromMilliseconds(1), CertificateFolders = [] };
    private static readonly RegistryCredential Ann = RegistryCredential.FromPassword("ann", Secret, "the test");
    private static readonly string AnnBasic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:" + Secret));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Basic_is_sent_only_after_the_registry_asked_for_it()
    {
        await using var server = BasicRegistry();
        using var client = new RegistryClient(server.Host, Ann, Quick);
        Assert.True(await client.CheckLoginAsync(Stop));
        Assert.NotNull(await client.HeadManifestAsync(Image(server), Stop));
        Assert.Equal([null, AnnBasic, AnnBasic], server.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once_and_not_shown()
    {
        await using var server = BasicRegistry();
        using var client = new RegistryClient(server.Host, RegistryCredential.FromPassword("ann", "S3CRET-no", "the file x"), Quick);
        var failure = await Fails("RegistryAuthenticationFailed", () => client.CheckLoginAsync(Stop));
        Assert.Equal(2, server.Requests.Count);
        Assert.Contains("user 'ann'", failure.Message);
        Assert.Contains("the file x", failure.Message);
        Assert.Contains("UNAUTHORIZED: authentication required", failure.Message);
        Assert.DoesNotContain("S3CRET", failure.ToString() + failure.Recommendation);
    }

    [Fact]
    public async Task A_missing_login_says_where_it_was_looked_for()
    {
        await using var server = BasicRegistry();
        using var client = new RegistryClient(server.Host, null, Quick, "the pockets");
        var failure = await Fails("RegistryLoginRequired", () => client.HeadManifestAsync(Image(server), Stop));
        Assert.Contains("looked in the pockets", failure.Message);
        Assert.Contains($"{server.Host.Replace('.', '_').Replace(':', '_')}_USERNAME", failure.Recommendation);
    }

    [Fact]
    public async Task A_registry_that_repeats_the_secret_does_not_get_it_into_the_message()
    {
        await using var server = new TestServer(request => request.Authorization is null
            ? FakeRegistry.Challenge("Basic realm=\"x\"")
            : FakeRegistry.Error(401, "UNAUTHORIZED", $"bad {request.Authorization} and {Secret}", ("WWW-Authenticate", "Basic realm=\"x\"")));
        using var client = new RegistryClient(server.Host, Ann, Quick);
        var failure = await Fails("RegistryAuthenticationFailed", () => client.CheckLoginAsync(Stop));
        Assert.DoesNotContain(Secret, failure.Message);
        Assert.DoesNotContain(AnnBasic, failure.Message);
    }

    [Fact]
    public async Task A_token_is_asked_for_with_the_scope_and_kept()
    {
        await using var tokens = TokenServer(AnnBasic);
        await using var server = BearerRegistry(tokens);
        using var client = new RegistryClient(server.Host, Ann, Quick);
        Assert.NotNull(await client.HeadManifestAsync(Image(server), Stop));
        Assert.NotNull(await client.HeadManifestAsync(Image(server), Stop));
        var asked = Assert.Single(tokens.Requests);
        Assert.Equal("/token?service=reg&scope=repository%3Ateam%2Firis%3Apull&account=ann", asked.Path);
        Assert.All(server.Requests, request => Assert.NotEqual(AnnBasic, request.Authorization));
    }

    [Fact]
    public async Task Without_a_login_an_anonymous_token_is_asked_for()
    {
        await using var tokens = TokenServer(null);
        await using var server = BearerRegistry(tokens);
        using var client = new RegistryClient(server.Host, null, Quick);
        Assert.NotNull(await client.HeadManifestAsync(Image(server), Stop));
        Assert.Null(Assert.Single(tokens.Requests).Authorization);
    }

    [Fact]
    public async Task A_token_that_ran_out_is_replaced()
    {
        await using var tokens = TokenServer(AnnBasic);
        var valid = true;
        await using var server = BearerRegistry(tokens, () => valid || (valid = true) == false);
        using var client = new RegistryClient(server.Host, Ann, Quick);
        Assert.NotNull(await client.HeadManifestAsync(Image(server), Stop));
        valid = false;
        Assert.NotNull(await client.HeadManifestAsync(Image(server), Stop));
        Assert.Equal(2, tokens.Requests.Count);
    }

    [Theory]
    [InlineData("""{"token":"T1"}""")]
    [InlineData("""{"access_token":"T1","expires_in":300,"issued_at":"2019-01-01T00:00:00Z"}""")]
    [InlineData("""{"token":"","access_token":"T1","expires_in":null}""")]
    [InlineData("""{"token":"T1","expires_in":"300"}""")]
    [InlineData("""{"token":"T1","expires_in":299.5}""")]
    [InlineData("""{"token":"T1","expires_in":-1}""")]
    public async Task A_token_counts_whatever_is_said_of_its_time(string answer)
    {
        await using var tokens = new TestServer(_ => new TestAnswer(200, answer));
        await using var server = new TestServer(request => request.Authorization == "Bearer T1"
            ? FakeRegistry.Answer(request)
            : FakeRegistry.Challenge($"Bearer realm=\"{tokens.Address}/token\",service=\"reg\""));
        using var client = new RegistryClient(server.Host, Ann, Quick);
        Assert.NotNull(await client.HeadManifestAsync(Image(server), Stop));
        Assert.NotNull(await client.HeadManifestAsync(Image(server), Stop));
        Assert.Single(tokens.Requests);
    }

    [Theory]
    [InlineData(401, "RegistryAuthenticationFailed")]
    [InlineData(403, "RegistryAccessDenied")]
    [InlineData(500, "RegistryUnavailable")]
    [InlineData(418, "RegistryRequestRefused")]
    public async Task A_token_server_that_refuses_says_so(int status, string errorId)
    {
        await using var tokens = new TestServer(_ => new TestAnswer(status, """{"details":"incorrect username or password"}"""));
        await using var server = BearerRegistry(tokens);
        using var client = new RegistryClient(server.Host, Ann, Quick);
        Assert.Contains("incorrect username", (await Fails(errorId, () => client.CheckLoginAsync(Stop))).Message);
    }

    [Fact]
    public async Task A_registry_that_does_not_accept_the_token_denies_the_access()
    {
        await using var tokens = TokenServer(AnnBasic);
        await using var server = BearerRegistry(tokens, () => false);
        using var client = new RegistryClient(server.Host, Ann, Quick);
        var failure = await Fails("RegistryAccessDenied", () => client.HeadManifestAsync(Image(server), Stop));
        Assert.Contains("team/iris", failure.Message);
    }

    [Fact]
    public async Task An_identity_token_is_posted_and_never_in_an_address()
    {
        await using var tokens = new TestServer(request =>
            request.Method == "POST" && request.Body.Contains("grant_type=refresh_token") && request.Body.Contains("refresh_token=id-token")
                ? new TestAnswer(200, """{"access_token":"good"}""")
                : new TestAnswer(401));
        await using var server = BearerRegistry(tokens);
        using var client = new RegistryClient(server.Host, RegistryCredential.FromIdentityToken("id-token"), Quick);
        Assert.True(await client.CheckLoginAsync(Stop));
        Assert.All(tokens.Requests, request => Assert.DoesNotContain("id-token", request.Path));

        using var late = new RegistryClient(server.Host, RegistryCredential.FromIdentityToken("old-token", "the vault"), Quick);
        Assert.Contains("the vault", (await Fails("RegistryTokenExpired", () => late.CheckLoginAsync(Stop))).Message);
    }

    [Fact]
    public async Task A_token_that_is_refused_with_a_Basic_challenge_falls_back_to_Basic()
    {
        TestServer? own = null;
        await using var server = own = new TestServer(request => request switch
        {
            { Path: "/v2/", Authorization: null } => FakeRegistry.Challenge($"Bearer realm=\"http://{own!.Host}/token\",service=\"s\""),
            _ when request.Path.StartsWith("/token", StringComparison.Ordinal) => new TestAnswer(200, """{"token":"abc"}"""),
            _ when request.Authorization == AnnBasic => FakeRegistry.Answer(request),
            _ => FakeRegistry.Challenge("Basic realm=\"x\""),
        });
        using var client = new RegistryClient(server.Host, Ann, Quick);
        Assert.NotNull(await client.HeadManifestAsync(Image(server), Stop));
        Assert.Equal("Bearer abc", server.Requests.First(request => request.Path.Contains("manifests", StringComparison.Ordinal)).Authorization);
    }

    [Fact]
    public async Task A_password_that_the_login_takes_is_not_called_wrong()
    {
        await using var server = new TestServer(request =>
            request.Path == "/v2/" && request.Authorization == AnnBasic ? FakeRegistry.Ping : FakeRegistry.Challenge("Basic realm=\"x\""));
        using var client = new RegistryClient(server.Host, Ann, Quick);
        await Fails("RegistryAccessDenied", () => client.HeadManifestAsync(Image(server), Stop));
    }

    [Theory]
    [InlineData("scope=", "RegistryAccessDenied")]
    [InlineData("", "RegistryAuthenticationFailed")]
    public async Task A_token_server_that_refuses_a_scope_does_not_refuse_the_password(string refused, string errorId)
    {
        TestServer? own = null;
        await using var server = own = new TestServer(request => request switch
        {
            { Path: "/v2/" } => FakeRegistry.Challenge($"Bearer realm=\"http://{own!.Host}/token\",service=\"s\""),
            _ when request.Path.StartsWith("/token", StringComparison.Ordinal) && request.Path.Contains(refused, StringComparison.Ordinal) =>
                new TestAnswer(401, """{"details":"no"}"""),
            _ => new TestAnswer(200, """{"token":"abc"}"""),
        });
        using var client = new RegistryClient(server.Host, Ann, Quick);
        await Fails(errorId, () => client.HeadManifestAsync(Image(server), Stop));
    }

    [Fact]
    public async Task A_registry_token_is_sent_as_it_is()
    {
        await using var tokens = new TestServer(_ => new TestAnswer(500));
        await using var server = BearerRegistry(tokens);
        using var client = new RegistryClient(server.Host, RegistryCredential.FromRegistryToken("good"), Quick);
        Assert.True(await client.CheckLoginAsync(Stop));
        using var late = new RegistryClient(server.Host, RegistryCredential.FromRegistryToken("old"), Quick);
        await Fails("RegistryTokenExpired", () => late.CheckLoginAsync(Stop));
        Assert.Empty(tokens.Requests);
    }

    [Theory]
    [InlineData("http://tokens.example.com/token")]
    [InlineData("ftp://tokens.example.com/token")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/token")]
    [InlineData("http://ann:x@127.0.0.1/token")]
    [InlineData("https://ann:x@tokens.example.com/token")]
    [InlineData("")]
    public async Task A_token_server_that_is_not_safe_is_not_asked(string realm)
    {
        await using var server = new TestServer(_ => FakeRegistry.Challenge($"Bearer realm=\"{realm}\",service=\"reg\""));
        using var client = new RegistryClient(server.Host, Ann, Quick);
        await Fails("RegistryRealmRefused", () => client.CheckLoginAsync(Stop));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_credential_does_not_follow_a_redirect_to_another_host()
    {
        await using var elsewhere = new TestServer(_ => new TestAnswer(200, FakeRegistry.Manifest, FakeRegistry.MediaType));
        await using var server = new TestServer(request => request switch
        {
            { Authorization: null } => FakeRegistry.Challenge("Basic realm=\"x\""),
            { Path: "/v2/team/iris/manifests/1" } => new TestAnswer(307, "", "", ("Location", "/moved")),
            _ => new TestAnswer(307, "", "", ("Location", elsewhere.Address + "/blob")),
        });
        using var client = new RegistryClient(server.Host, Ann, Quick);
        Assert.Equal(FakeRegistry.Digest, (await client.GetManifestAsync(Image(server), Stop)).Descriptor.Digest);
        Assert.Equal(AnnBasic, server.Requests.Last().Authorization);
        Assert.Null(Assert.Single(elsewhere.Requests).Authorization);
    }

    [Fact]
    public async Task A_login_that_another_host_asks_for_is_not_given()
    {
        await using var elsewhere = new TestServer(_ => FakeRegistry.Challenge("Basic realm=\"phish\""));
        await using var server = new TestServer(request => request.Path == "/v2/"
            ? FakeRegistry.Ping
            : new TestAnswer(302, "", "", ("Location", elsewhere.Address + "/login")));
        using var client = new RegistryClient(server.Host, Ann, Quick);
        await Fails("RegistryAuthenticationFailed", () => client.GetManifestAsync(Image(server), Stop));
        Assert.All(elsewhere.Requests, request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task A_token_server_that_another_host_names_gets_no_login()
    {
        await using var tokens = TokenServer(AnnBasic);
        await using var elsewhere = new TestServer(_ => FakeRegistry.Challenge($"Bearer realm=\"{tokens.Address}/token\",service=\"x\""));
        await using var server = new TestServer(_ => new TestAnswer(307, "", "", ("Location", elsewhere.Address + "/v2/")));
        using var client = new RegistryClient(server.Host, Ann, Quick);

        await Fails("RegistryRedirectRefused", () => client.CheckLoginAsync(Stop));

        Assert.Empty(tokens.Requests);
        Assert.All(elsewhere.Requests, request => Assert.Null(request.Authorization));
    }

    [Theory]
    [InlineData("http://elsewhere.example.com/x")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("https://ann:x@127.0.0.1/x")]
    [InlineData("/v2/")]
    public async Task A_redirect_that_is_not_safe_or_has_no_end_is_refused(string location)
    {
        await using var server = new TestServer(_ => new TestAnswer(302, "", "", ("Location", location)));
        using var client = new RegistryClient(server.Host, Ann, Quick);
        await Fails("RegistryRedirectRefused", () => client.CheckLoginAsync(Stop));
    }

    private static TestServer BasicRegistry() => new(request =>
        request.Authorization == AnnBasic ? FakeRegistry.Answer(request) : FakeRegistry.Challenge("Basic realm=\"x\""));

    private static TestServer TokenServer(string? authorization) => new(request => request.Authorization == authorization
        ? new TestAnswer(200, """{"token":"good","expires_in":300}""")
        : FakeRegistry.Error(401, "UNAUTHORIZED", "wrong"));

    private static TestServer BearerRegistry(TestServer tokens, Func<bool>? isValid = null) => new(request =>
        request.Authorization == "Bearer good" && (isValid?.Invoke() ?? true)
            ? FakeRegistry.Answer(request)
            : FakeRegistry.Challenge($"Bearer realm=\"{tokens.Address}/token\",service=\"reg\""));

    private static ImageReference Image(TestServer server) => ImageReference.Parse($"{server.Host}/team/iris:1");

    private static async Task<MlemException> Fails(string errorId, Func<Task> action)
    {
        var failure = await Assert.ThrowsAsync<MlemException>(action);
        Assert.True(errorId == failure.ErrorId, $"{failure.ErrorId}: {failure.Message}");
        return failure;
    }
}
