using System.Text.Json;
using Docker.DotNet.Models;
using Mlem.Docker.Engine;
using Mlem.Docker.Tests.Engine;
using Mlem.Docker.Tests.Registries;
using static Mlem.Docker.Tests.Engine.ScriptedEngine;

namespace Mlem.Docker.Tests.Configuration;

/// <summary>What docker's config.json says goes to the Engine as the docker CLI and docker-py send it.</summary>
public sealed class DockerSettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-settings-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Proxies_are_build_arguments_in_both_spellings()
    {
        Dictionary<string, string?> sent = await BuildAsync(
            """{"proxies":{"default":{"httpProxy":"http://p:1","httpsProxy":"http://p:2","noProxy":"a,b","ftpProxy":"http://p:3","allProxy":"socks5://p:4"}}}""");

        Assert.Equal("ALL_PROXY=socks5://p:4 FTP_PROXY=http://p:3 HTTPS_PROXY=http://p:2 HTTP_PROXY=http://p:1 NO_PROXY=a,b " +
            "all_proxy=socks5://p:4 ftp_proxy=http://p:3 http_proxy=http://p:1 https_proxy=http://p:2 no_proxy=a,b", Text(sent));
    }

    [Fact]
    public async Task Build_arguments_that_are_given_win()
    {
        Dictionary<string, string?> sent = await BuildAsync(
            """{"proxies":{"default":{"httpProxy":"http://p:1","noProxy":"a"}}}""", new() { ["HTTP_PROXY"] = "http://mine", ["no_proxy"] = null, ["OTHER"] = "x" });

        Assert.Equal("HTTP_PROXY=http://mine NO_PROXY=a OTHER=x http_proxy=http://p:1 no_proxy=", Text(sent));
    }

    [Theory]
    [InlineData("""{"proxies":{"default":{"httpProxy":"http://p"}}}""", "http://p")]
    [InlineData("""{"proxies":{"default":{"httpProxy":"http://p"},"tcp://other:2375":{"httpProxy":"http://q"}}}""", "http://p")]
    [InlineData("""{"proxies":{"default":{"httpProxy":"http://p"},"ENGINE":{"httpProxy":"http://q"}}}""", "http://q")]
    [InlineData("""{"proxies":{"default":{"httpProxy":"http://p"},"ENGINE":{}}}""", null)]
    [InlineData("""{"Proxies":{"Default":{"HTTPProxy":"http://p"},"default":{"HTTPProxy":"http://p"}}}""", "http://p")]
    [InlineData("""{"proxies":{"default":{"httpProxy":""}}}""", null)]
    [InlineData("""{"proxies":null}""", null)]
    [InlineData("", null)]
    [InlineData(" \n", null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    public async Task The_Engines_own_proxies_go_before_the_default_ones(string config, string? expected) =>
        Assert.Equal(expected, (await BuildAsync(config)).GetValueOrDefault("http_proxy"));

    [Fact]
    public async Task Proxies_stand_in_a_containers_environment_where_it_does_not_name_them()
    {
        IList<string> sent = await CreateAsync("""{"proxies":{"default":{"httpProxy":"http://p:1","noProxy":"a"}}}""", ["HTTP_PROXY=mine", "no_proxy", "A=b"]);

        Assert.Equal(["HTTP_PROXY=mine", "no_proxy", "A=b", "http_proxy=http://p:1", "NO_PROXY=a"], sent);
    }

    [Fact]
    public async Task Headers_are_sent_with_every_request_but_those_of_the_connection()
    {
        await using ScriptedEngine peer = Engine();
        await using DockerEngine engine = await ConnectAsync(
            peer, """{"HttpHeaders":{"X-Meta-Team":"ml","Content-Length":"7","host":"evil","User-Agent":"me","X-Registry-Auth":"theirs"}}""");
        await engine.Containers.FindContainerAsync("x", Stop);
        await Assert.ThrowsAsync<EngineException>(() => engine.Transfers.PullAsync("x", null, null, NullOperationObserver.Instance, Stop));

        Assert.True(peer.Requests.Count >= 3);
        Assert.All(peer.Requests, request =>
        {
            Assert.Equal("ml", request.Headers["X-Meta-Team"]);
            Assert.NotEqual("evil", request.Headers["Host"]);
            Assert.NotEqual("me", request.Headers.GetValueOrDefault("User-Agent"));
        });
        Assert.NotEqual("theirs", peer.Requests.Last().Headers["X-Registry-Auth"]);
    }

    [Theory]
    [InlineData("{", "no JSON from line 1")]
    [InlineData("[]", "no JSON object")]
    [InlineData("""{"proxies":[]}""", "'proxies' is not an object")]
    [InlineData("""{"proxies":{"default":{"httpProxy":7}}}""", "'proxies.default.httpProxy' is not a string")]
    [InlineData("""{"HttpHeaders":{"A B":"x"}}""", "'A B' cannot be sent")]
    [InlineData("""{"HttpHeaders":{"A":"S3CRET\r\nB: c"}}""", "'A' cannot be sent")]
    public async Task A_file_that_cannot_be_read_is_a_warning_and_stops_nothing(string config, string expected)
    {
        await using ScriptedEngine peer = Engine();
        var observer = new RecordingObserver();
        await using DockerEngine engine = await ConnectAsync(peer, config, observer);

        string warning = Assert.Single(observer.Warnings);
        Assert.Contains(expected, warning, StringComparison.Ordinal);
        Assert.Contains(_folder, warning, StringComparison.Ordinal);
        Assert.DoesNotContain("S3CRET", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://ann:S3CRETS@p:3128", "could not reach http://ann:S3CRETS@p:3128/")]
    [InlineData("http://ann:S3CRET%40S@p:3128", "could not reach http://ann:S3CRET@S@p:3128/")]
    [InlineData("http://ann:pw@p", "proxy http://ann:pw@p refused")]
    [InlineData("ann:S3CRETS@p", "proxy ann:S3CRETS@p refused, Proxy-Authorization: Basic YW5uOlMzQ1JFVFM=")]
    public void A_password_of_a_proxy_is_never_shown(string proxy, string text)
    {
        File.WriteAllText(Path.Combine(_folder, "config.json"), """{"proxies":{"default":{"httpProxy":"PROXY"}}}""".Replace("PROXY", proxy, StringComparison.Ordinal));
        DockerEndpoint endpoint = DockerEndpointResolver.Resolve("tcp://x", Variables());
        string shown = new SecretMask([], [], endpoint.Settings.Proxies.Secrets()).Apply(text);

        Assert.DoesNotContain("S3CRET", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(":pw@", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("YW5u", shown, StringComparison.Ordinal);
        Assert.Contains("p", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("S3CRET", endpoint.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sockets_of_other_Engines_are_named_where_the_default_one_is_missing()
    {
        string podman = Directory.CreateDirectory(Path.Combine(_folder, "podman")).FullName;
        File.WriteAllText(Path.Combine(podman, "podman.sock"), "");
        IReadOnlyList<string> others = DockerContexts.OtherAddresses(Variables(("XDG_RUNTIME_DIR", _folder), ("HOME", "/none")));

        Assert.Contains($"unix://{podman}/podman.sock", others);
        Assert.DoesNotContain($"unix://{_folder}/docker.sock", others);
        Assert.Empty(DockerEndpointResolver.Resolve("unix:///none.sock", Variables(("XDG_RUNTIME_DIR", _folder))).Others);
    }

    private async Task<Dictionary<string, string?>> BuildAsync(string config, Dictionary<string, string?>? given = null)
    {
        await using ScriptedEngine peer = Engine();
        await using DockerEngine engine = await ConnectAsync(peer, config);
        await Assert.ThrowsAnyAsync<EngineException>(() => engine.BuildAsync(
            new ImageBuildRequest { BuildArguments = given ?? [], Builder = ImageBuilderKind.Classic }, (_, _) => Task.CompletedTask, NullOperationObserver.Instance, Stop));
        string query = Assert.Single(peer.Requests, request => request.Path.StartsWith("/build", StringComparison.Ordinal)).Path.Split('?')[1];
        string? arguments = query.Split('&').FirstOrDefault(part => part.StartsWith("buildargs=", StringComparison.Ordinal));
        return arguments is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string?>>(Uri.UnescapeDataString(arguments["buildargs=".Length..]))!;
    }

    private async Task<IList<string>> CreateAsync(string config, IList<string> environment)
    {
        await using ScriptedEngine peer = Engine();
        await using DockerEngine engine = await ConnectAsync(peer, config);
        var parameters = new CreateContainerParameters { Image = "x", Env = environment };
        await Assert.ThrowsAnyAsync<EngineException>(() => engine.Containers.CreateContainerAsync(parameters, Stop));
        return parameters.Env;
    }

    // Refuses what changes something, after its head: the request is what counts.
    private static ScriptedEngine Engine() => new(async (request, connection, stop) =>
    {
        if (!await GreetAsync(request, connection, stop))
            await connection.WriteAsync(Answer(404, """{"message":"no such container"}"""), stop);
    });

    private async Task<DockerEngine> ConnectAsync(ScriptedEngine peer, string config, IOperationObserver? observer = null)
    {
        string address = peer.Endpoint.Address;
        await File.WriteAllTextAsync(Path.Combine(_folder, "config.json"), config.Replace("ENGINE", address, StringComparison.Ordinal), Stop);
        return await DockerEngine.ConnectAsync(
            DockerEndpointResolver.Resolve(address, Variables()), new EngineTimeouts(), observer ?? NullOperationObserver.Instance, Stop);
    }

    private Dictionary<string, string?> Variables(params (string Name, string? Value)[] more) =>
        more.Append(("DOCKER_CONFIG", _folder)).ToDictionary(one => one.Item1, one => one.Item2);

    private static string Text(Dictionary<string, string?> arguments) =>
        string.Join(' ', arguments.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}"));
}
