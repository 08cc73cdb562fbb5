namespace Mlem.Docker.Tests.Registries;

public sealed class RegistryClientTests
{
    private static readonly RegistryClientOptions Quick = new() { RetryDelay = TimeSpan.FromMilliseconds(1), CertificateFolders = [] };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_is_found_by_its_tag_with_all_media_types_asked_for()
    {
        await using var server = new TestServer(FakeRegistry.Answer);
        using var client = new RegistryClient(server.Host, options: Quick);
        var found = await client.HeadManifestAsync(Image(server, ":1"), Stop);
        Assert.Equal(new ManifestDescriptor(FakeRegistry.Digest, FakeRegistry.MediaType, FakeRegistry.Manifest.Length), found);
        var accept = server.Requests.Last().Headers["Accept"];
        Assert.All(
            ["manifest.v2+json", "manifest.list.v2+json", "vnd.oci.image.manifest.v1+json", "vnd.oci.image.index.v1+json"],
            type => Assert.Contains(type, accept));
    }

    [Fact]
    public async Task A_missing_image_is_null_for_a_question_and_an_error_for_a_read()
    {
        await using var server = new TestServer(FakeRegistry.Answer);
        using var client = new RegistryClient(server.Host, options: Quick);
        Assert.Null(await client.HeadManifestAsync(Image(server, ":2"), Stop));
        var failure = await Fails("ManifestNotFound", () => client.GetManifestAsync(Image(server, ":2"), Stop));
        Assert.Contains("team/iris:2", failure.Message);
        Assert.Contains("MANIFEST_UNKNOWN: manifest unknown", failure.Message);
    }

    [Fact]
    public async Task A_manifest_is_read_with_its_layers()
    {
        await using var server = new TestServer(FakeRegistry.Answer);
        using var client = new RegistryClient(server.Host, options: Quick);
        var manifest = await client.GetManifestAsync(Image(server, "@" + FakeRegistry.Digest), Stop);
        Assert.Equal(37, manifest.ImageSize);
        Assert.Equal("sha256:l", Assert.Single(manifest.Layers).Digest);
        Assert.Empty(manifest.Manifests);
    }

    [Fact]
    public async Task A_manifest_that_does_not_have_its_digest_is_refused()
    {
        await using var server = new TestServer(request => request.Path == "/v2/"
            ? FakeRegistry.Ping
            : new TestAnswer(200, FakeRegistry.Manifest + " ", FakeRegistry.MediaType, ("Docker-Content-Digest", FakeRegistry.Digest)));
        using var client = new RegistryClient(server.Host, options: Quick);
        await Fails("RegistryAnswerInvalid", () => client.GetManifestAsync(Image(server, ":1"), Stop));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(501)]
    public async Task A_manifest_that_HEAD_is_refused_and_GET_is_given_exists(int status)
    {
        await using var server = new TestServer(request => request.Method == "HEAD" ? new TestAnswer(status) : FakeRegistry.Answer(request));
        using var client = new RegistryClient(server.Host, null, Quick);
        Assert.Equal(FakeRegistry.Digest, (await client.HeadManifestAsync(Image(server, ":1"), Stop))?.Digest);
        if (status != 403)
            Assert.Null(await client.HeadManifestAsync(Image(server, ":2"), Stop));
    }

    [Fact]
    public async Task A_registry_that_gives_no_digest_with_HEAD_is_asked_for_the_content()
    {
        await using var server = new TestServer(request => request.Path == "/v2/"
            ? FakeRegistry.Ping
            : new TestAnswer(200, FakeRegistry.Manifest, FakeRegistry.MediaType));
        using var client = new RegistryClient(server.Host, options: Quick);
        Assert.Equal(FakeRegistry.Digest, (await client.HeadManifestAsync(Image(server, ":1"), Stop))?.Digest);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task An_answer_that_a_proxy_compresses_unasked_is_read_as_what_it_holds(string coding)
    {
        await using var server = new TestServer(request => FakeRegistry.Answer(request) is var answer && answer.Status == 200
            ? answer with { Headers = [.. answer.Headers, ("Content-Encoding", coding)] }
            : answer);
        using var client = new RegistryClient(server.Host, options: Quick);
        Assert.Equal(
            new ManifestDescriptor(FakeRegistry.Digest, FakeRegistry.MediaType, FakeRegistry.Manifest.Length), await client.HeadManifestAsync(Image(server, ":1"), Stop));
        Assert.Equal(37, (await client.GetManifestAsync(Image(server, ":1"), Stop)).ImageSize);
    }

    [Theory]
    [InlineData("GZIP")]
    [InlineData("zstd")]
    public async Task An_answer_that_is_not_compressed_as_it_says_is_refused(string coding)
    {
        await using var server = new TestServer(request => FakeRegistry.Answer(request) with { Headers = [("Content-Encoding", coding)] });
        using var client = new RegistryClient(server.Host, options: Quick);
        Assert.Contains(coding, (await Fails("RegistryAnswerInvalid", () => client.GetManifestAsync(Image(server, ":1"), Stop))).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Tags_are_read_page_by_page()
    {
        await using var server = new TestServer(request => request.Path switch
        {
            "/v2/" => FakeRegistry.Ping,
            "/v2/team/iris/tags/list?n=1000" => new TestAnswer(200, """{"tags":["1","2"]}""", "application/json",
                ("Link", "<http://elsewhere.example/v2/team/iris/tags/list?last=2&n=1000>; rel=\"next\"")),
            "/v2/team/iris/tags/list?last=2&n=1000" => new TestAnswer(200, """{"tags":["3"]}"""),
            _ => FakeRegistry.Error(404, "NAME_UNKNOWN", "no such"),
        });
        using var client = new RegistryClient(server.Host, options: Quick);
        Assert.Equal(["1", "2", "3"], await client.ListTagsAsync(Image(server, ""), Stop).ToListAsync(Stop));
        var none = ImageReference.Parse(server.Host + "/nobody/x");
        await Fails("RepositoryNotFound", async () => await client.ListTagsAsync(none, Stop).ToListAsync(Stop));
    }

    [Theory]
    [InlineData("""{"tags":null}""", null, 0)]
    [InlineData("""{"tags":["1"]}""", "</v2/team/iris/tags/list?n=1000>; rel=next", -1)]
    [InlineData("""{"tags":"x"}""", null, -1)]
    [InlineData("garbage", null, -1)]
    public async Task A_list_of_tags_ends_or_is_refused(string body, string? link, int count)
    {
        await using var server = new TestServer(request => request.Path == "/v2/"
            ? FakeRegistry.Ping
            : new TestAnswer(200, body, "application/json", link is null ? [] : [("Link", link)]));
        using var client = new RegistryClient(server.Host, options: Quick);
        if (count >= 0)
            Assert.Equal(count, (await client.ListTagsAsync(Image(server, ""), Stop).ToListAsync(Stop)).Count);
        else
            await Fails("RegistryAnswerInvalid", async () => await client.ListTagsAsync(Image(server, ""), Stop).ToListAsync(Stop));
    }

    [Theory]
    [InlineData(202, 0, "")]
    [InlineData(400, 202, "")]
    [InlineData(405, 202, "")]
    [InlineData(405, 405, "RegistryDeleteNotOffered")]
    [InlineData(404, 501, "RegistryDeleteNotOffered")]
    [InlineData(404, 404, "RegistryDeleteNotOffered")]
    [InlineData(403, 0, "RegistryAccessDenied")]
    public async Task A_tag_is_deleted_alone_or_by_its_digest_or_not_at_all(int tagStatus, int digestStatus, string errorId)
    {
        await using var server = new TestServer(request => request.Method != "DELETE"
            ? FakeRegistry.Answer(request)
            : FakeRegistry.Error(request.Path.EndsWith("/1", StringComparison.Ordinal) ? tagStatus : digestStatus, "UNSUPPORTED", "no"));
        using var client = new RegistryClient(server.Host, options: Quick);
        if (errorId.Length == 0)
            Assert.Equal(FakeRegistry.Digest, await client.DeleteManifestAsync(Image(server, ":1"), Stop));
        else
            await Fails(errorId, () => client.DeleteManifestAsync(Image(server, ":1"), Stop));
    }

    [Fact]
    public async Task A_tag_that_is_there_still_after_a_refused_and_repeated_delete_is_deleted_by_its_digest()
    {
        int deletes = 0;
        await using var server = new TestServer(request => request.Method != "DELETE" ? FakeRegistry.Answer(request)
            : !request.Path.EndsWith("/1", StringComparison.Ordinal) ? new TestAnswer(202)
            : FakeRegistry.Error(Interlocked.Increment(ref deletes) == 1 ? 429 : 404, "TOOMANYREQUESTS", "no"));
        using var client = new RegistryClient(server.Host, options: Quick);

        Assert.Equal(FakeRegistry.Digest, await client.DeleteManifestAsync(Image(server, ":1"), Stop));

        Assert.Contains(server.Requests, request => request.Method == "DELETE" && request.Path.EndsWith(FakeRegistry.Digest, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tags_that_go_with_a_deleted_one_are_named_before()
    {
        await using var server = new TestServer(request => request.Method != "DELETE"
            ? FakeRegistry.Answer(request)
            : new TestAnswer(request.Path.EndsWith("/1", StringComparison.Ordinal) ? 400 : 202));
        var observer = new RecordingObserver();
        using var client = new RegistryClient(server.Host, options: Quick with { Observer = observer });
        await client.DeleteManifestAsync(Image(server, ":1"), Stop);
        Assert.Contains("(same)", Assert.Single(observer.Warnings));
    }

    [Theory]
    [InlineData(429, "0", 3, true)]
    [InlineData(502, null, 3, true)]
    [InlineData(503, "Tue, 01 Jan 2019 00:00:00 GMT", 3, true)]
    [InlineData(429, "3600", 2, false)]
    [InlineData(500, null, 2, false)]
    public async Task A_busy_registry_is_asked_again_as_it_wishes(int status, string? retryAfter, int requests, bool found)
    {
        var asked = 0;
        await using var server = new TestServer(request => request.Path != "/v2/" && Interlocked.Increment(ref asked) == 1
            ? new TestAnswer(status, "", "application/json", retryAfter is null ? [] : [("Retry-After", retryAfter)])
            : FakeRegistry.Answer(request));
        using var client = new RegistryClient(server.Host, options: Quick);
        if (found)
            Assert.NotNull(await client.HeadManifestAsync(Image(server, ":1"), Stop));
        else
            await Fails(status == 429 ? "RegistryRateLimited" : "RegistryUnavailable", () => client.HeadManifestAsync(Image(server, ":1"), Stop));
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task A_registry_that_stays_busy_is_given_up_after_the_retries()
    {
        await using var server = new TestServer(_ => new TestAnswer(503));
        using var client = new RegistryClient(server.Host, options: Quick with { Retries = 3 });
        await Fails("RegistryUnavailable", () => client.CheckLoginAsync(Stop));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut()
    {
        await using var server = new TestServer(request => request.Path == "/v2/"
            ? FakeRegistry.Ping
            : new TestAnswer(200, new string(' ', (4 * 1024 * 1024) + 1), FakeRegistry.MediaType));
        using var client = new RegistryClient(server.Host, options: Quick);
        await Fails("RegistryAnswerInvalid", () => client.GetManifestAsync(Image(server, ":1"), Stop));
    }

    private static ImageReference Image(TestServer server, string suffix) => ImageReference.Parse($"{server.Host}/team/iris{suffix}");

    private static async Task<MlemException> Fails(string errorId, Func<Task> action)
    {
        var failure = await Assert.ThrowsAsync<MlemException>(action);
        Assert.True(errorId == failure.ErrorId, $"{failure.ErrorId}: {failure.Message}");
        return failure;
    }
}
