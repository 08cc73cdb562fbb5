using System.Security.Cryptography;
using System.Text;
using Mlem.Docker.Engine;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Tests.Engine;

/// <summary>The Engine that the docker CLI would reach is the one that is chosen.</summary>
public sealed class EndpointTests : IDisposable
{
    private readonly string _config = Directory.CreateTempSubdirectory("mlem-engine-").FullName;

    public void Dispose() => Directory.Delete(_config, recursive: true);

    [Theory]
    [InlineData("unix:///var/run/docker.sock", "unix:///var/run/docker.sock")]
    [InlineData("unix:///a b/100%41/docker.sock", "unix:///a b/100%41/docker.sock")]
    [InlineData("npipe:////./pipe/docker_engine", "npipe:////./pipe/docker_engine")]
    [InlineData("tcp://host", "tcp://host:2375")]
    [InlineData("tcp://host:80", "tcp://host:80")]
    [InlineData("unix://", "unix:///var/run/docker.sock")]
    [InlineData("npipe://", "npipe:////./pipe/docker_engine")]
    [InlineData("tcp://", "tcp://localhost:2375")]
    [InlineData("tcp://host:", "tcp://host:2375")]
    [InlineData("tcp:///path", "tcp://localhost:2375/path")]
    [InlineData("tcp://[::1]:", "tcp://[::1]:2375")]
    [InlineData("tcp://a_b-1.c:2375", "tcp://a_b-1.c:2375")]
    [InlineData("tcp://77:2375", "tcp://77:2375")]
    [InlineData("77", "tcp://77:2375")]
    [InlineData("tcp://Host", "tcp://host:2375")]
    [InlineData("tcp://host:2375/prefix/", "tcp://host:2375/prefix")]
    [InlineData("tcp://[::1]:2375", "tcp://[::1]:2375")]
    [InlineData("tcp://:2375", "tcp://localhost:2375")]
    [InlineData("127.0.0.1:2375", "tcp://127.0.0.1:2375")]
    [InlineData("http://host", "http://host:80")]
    [InlineData("https://host", "https://host:443")]
    [InlineData("ssh://me@host:2222/run/docker.sock", "ssh://me@host:2222/run/docker.sock")]
    public void An_address_is_read_as_the_docker_CLI_reads_it(string given, string address)
    {
        Assert.Equal(address, DockerEndpointResolver.Resolve(given, Variables()).Address);
        var endpoint = DockerEndpointResolver.Resolve(null, Variables(("DOCKER_HOST", given)));
        Assert.Equal(address, endpoint.Address);
        Assert.Contains("DOCKER_HOST", endpoint.ChosenBy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("foo://host")]
    [InlineData("unix://relative")]
    [InlineData("npipe://x")]
    [InlineData("http://")]
    [InlineData("https:///path")]
    [InlineData("tcp://host:99999")]
    [InlineData("tcp://user:secret@host:2375")]
    [InlineData("tcp://user:?secret@host:2375")]
    [InlineData("tcp://host:2375?x=1")]
    [InlineData("tcp://host:2375/?token=secret")]
    [InlineData("tcp://host:2375/#secret")]
    [InlineData("tcp://host:2375/?token=secret@x")]
    [InlineData("odd://host:2375/?token=secret")]
    [InlineData("ssh://-oProxyCommand=x@host")]
    [InlineData("ssh://me:secret@host")]
    [InlineData("fd://")]
    [InlineData("ftp://me:secret@host")]
    public void What_is_no_address_is_refused_without_showing_a_password(string given)
    {
        var error = Assert.Throws<MlemException>(() => DockerEndpointResolver.Resolve(given, Variables()));
        Assert.Equal("EndpointInvalid", error.ErrorId);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        Assert.NotNull(error.Recommendation);
    }

    [Fact]
    public void The_order_is_the_given_host_then_DOCKER_HOST_then_the_context_then_the_default()
    {
        WriteContext("far", """{"Host":"tcp://far:2376","SkipTLSVerify":false}""");
        WriteContext("near", """{"Host":"unix:///near.sock"}""");
        File.WriteAllText(Path.Combine(_config, "config.json"), """{"auths":{},"currentContext":"near"}""");
        var environment = Variables(("DOCKER_CONTEXT", "far"));
        Assert.Equal("unix:///near.sock", DockerEndpointResolver.Resolve("", Variables()).Address);
        Assert.Equal("tcp://far:2376", DockerEndpointResolver.Resolve(" ", environment).Address);
        Assert.Contains("'far'", DockerEndpointResolver.Resolve(null, environment).ChosenBy, StringComparison.Ordinal);
        Assert.Equal("unix:///h.sock", DockerEndpointResolver.Resolve(null, Variables(("DOCKER_CONTEXT", "far"), ("DOCKER_HOST", "unix:///h.sock"))).Address);
        Assert.Equal("unix:///g.sock", DockerEndpointResolver.Resolve("unix:///g.sock", environment).Address);
        Assert.Contains("default", DockerEndpointResolver.Resolve(null, Variables(("DOCKER_CONTEXT", "default"))).ChosenBy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_brings_its_TLS_material()
    {
        var id = WriteContext("far", """{"Host":"tcp://far","SkipTLSVerify":true}""");
        var folder = Directory.CreateDirectory(Path.Combine(_config, "contexts", "tls", id, "docker")).FullName;
        foreach (var name in new[] { "ca.pem", "cert.pem", "key.pem" })
            File.WriteAllText(Path.Combine(folder, name), "x");
        var endpoint = DockerEndpointResolver.Resolve(null, Variables(("DOCKER_CONTEXT", "far")));
        Assert.Equal("tcp://far:2375", endpoint.Address);
        Assert.Equal(new EndpointTls(Path.Combine(folder, "ca.pem"), Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"), true), endpoint.Tls);
    }

    [Fact]
    public void DOCKER_TLS_VERIFY_takes_the_files_of_DOCKER_CERT_PATH_and_only_for_tcp()
    {
        File.WriteAllText(Path.Combine(_config, "ca.pem"), "x");
        var environment = Variables(("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", _config));
        var endpoint = DockerEndpointResolver.Resolve("tcp://host", environment);
        // Measured with the docker CLI 28.2: 2376 is the port only where no host is given at all.
        Assert.Equal("tcp://host:2375", endpoint.Address);
        Assert.Equal(new EndpointTls(Path.Combine(_config, "ca.pem"), null, null), endpoint.Tls);
        Assert.Null(DockerEndpointResolver.Resolve("unix:///x", environment).Tls);
        Assert.Null(DockerEndpointResolver.Resolve("tcp://host", Variables(("DOCKER_TLS_VERIFY", ""))).Tls);
        var missing = Variables(("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", "/nonesuch"));
        Assert.Equal("TlsMaterialMissing", Assert.Throws<MlemException>(() => DockerEndpointResolver.Resolve("tcp://host", missing)).ErrorId);
    }

    [Theory]
    [InlineData("DOCKER_TLS_VERIFY", null, false)]
    [InlineData("DOCKER_TLS_VERIFY", "default", false)]
    [InlineData("DOCKER_TLS", null, true)]
    public void Where_only_TLS_is_asked_for_the_Engine_is_this_machines_own_over_TLS(string variable, string? context, bool skipVerify)
    {
        File.WriteAllText(Path.Combine(_config, "ca.pem"), "x");
        var environment = Variables((variable, "1"), ("DOCKER_HOST", ""), ("DOCKER_CONTEXT", context ?? ""));
        var endpoint = DockerEndpointResolver.Resolve(null, environment);
        Assert.Equal("tcp://localhost:2376", endpoint.Address);
        Assert.Equal(new EndpointTls(Path.Combine(_config, "ca.pem"), null, null, skipVerify), endpoint.Tls);
        Assert.Contains(variable, endpoint.ChosenBy, StringComparison.Ordinal);
        WriteContext("near", """{"Host":"unix:///near.sock"}""");
        environment["DOCKER_CONTEXT"] = "near";
        Assert.Equal("unix:///near.sock", DockerEndpointResolver.Resolve(null, environment).Address);
    }

    [Fact]
    public void A_missing_context_and_a_broken_file_name_the_path()
    {
        var missing = Assert.Throws<MlemException>(() => DockerEndpointResolver.Resolve(null, Variables(("DOCKER_CONTEXT", "gone"))));
        Assert.Equal("DockerContextNotFound", missing.ErrorId);
        File.WriteAllText(Path.Combine(_config, "config.json"), "{");
        var broken = Assert.Throws<MlemException>(() => DockerEndpointResolver.Resolve(null, Variables()));
        Assert.Equal("DockerConfigInvalid", broken.ErrorId);
        Assert.Contains("config.json", broken.Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_config, "config.json"));
        WriteContext("odd", "[]");
        Assert.Equal("DockerConfigInvalid", Assert.Throws<MlemException>(() => DockerEndpointResolver.Resolve(null, Variables(("DOCKER_CONTEXT", "odd")))).ErrorId);
    }

    [Fact]
    public void Ssh_gets_user_host_port_and_socket_as_arguments_of_their_own()
    {
        var endpoint = DockerEndpointResolver.Resolve("ssh://me@host:2222/run/a'b.sock", Variables());
        Assert.Equal(
            ["-o", "ConnectTimeout=30", "-o", "BatchMode=yes", "-T", "-p", "2222", "-l", "me", "--", "host", "docker", "--host", "'unix:///run/a'\\''b.sock'", "system", "dial-stdio"],
            SshStream.Command(endpoint).ArgumentList);
        Assert.Equal(
            ["-o", "ConnectTimeout=30", "-o", "BatchMode=yes", "-T", "--", "host", "docker", "system", "dial-stdio"],
            SshStream.Command(DockerEndpointResolver.Resolve("ssh://host", Variables())).ArgumentList);
    }

    [Theory]
    [InlineData("ssh://me@far.example:2222", "ssh -p 2222 me@far.example docker version")]
    [InlineData("ssh://far.example/run/docker.sock", "ssh far.example docker version")]
    public void What_to_try_over_ssh_reaches_the_same_machine(string host, string command) => Assert.Contains(
        $"'{command}'", EngineErrors.Unreachable(DockerEndpointResolver.Resolve(host, Variables()), "x").Recommendation, StringComparison.Ordinal);

    [Fact]
    public async Task An_Engine_that_is_not_there_is_one_error_with_endpoint_choice_and_advice()
    {
        var endpoint = DockerEndpointResolver.Resolve(null, Variables(("DOCKER_HOST", "unix://" + Path.Combine(_config, "none.sock"))));
        var error = await Assert.ThrowsAsync<EngineException>(() => DockerEngine.ConnectAsync(endpoint, TestContext.Current.CancellationToken));
        Assert.Equal("EngineUnreachable", error.ErrorId);
        Assert.Equal(MlemErrorCategory.ConnectionError, error.Category);
        Assert.Contains(endpoint.Address, error.Message, StringComparison.Ordinal);
        Assert.Contains("DOCKER_HOST", error.Message, StringComparison.Ordinal);
        Assert.Contains("no such socket", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Recommendation);
    }

    [Theory]
    [InlineData("1.23", null, "EngineApiTooOld", null)]
    [InlineData("1.24", null, null, "1.24")]
    [InlineData("1.41", null, null, "1.41")]
    [InlineData("1.99", "1.44", null, "1.52")]
    [InlineData("1.99", "1.60", null, null)]
    [InlineData(null, "1.12", null, "1.24")]
    public async Task The_version_is_agreed_on(string? pinged, string? oldest, string? errorId, string? spoken)
    {
        await using var engine = new ScriptedEngine(async (request, connection, cancellation) =>
        {
            var version = pinged is null ? string.Empty : $"Api-Version: {pinged}\r\n";
            var answer = request.Path switch
            {
                "/_ping" => Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{version}Builder-Version: 2\r\nContent-Length: 2\r\n\r\nOK"),
                "/version" => ScriptedEngine.Answer(200, $$"""{"ApiVersion":"{{pinged ?? "1.24"}}","MinAPIVersion":"{{oldest}}"}"""),
                _ => ScriptedEngine.Answer(404, "{}"),
            };
            await connection.WriteAsync(answer, cancellation);
        });
        if (errorId is not null)
        {
            Assert.Equal(errorId, (await Assert.ThrowsAsync<EngineException>(() => DockerEngine.ConnectAsync(engine.Endpoint, TestContext.Current.CancellationToken))).ErrorId);
            return;
        }

        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, TestContext.Current.CancellationToken);
        Assert.Equal(spoken, client.ApiVersion?.ToString());
        Assert.Equal(ImageBuilderKind.BuildKit, client.PreferredBuilder);
    }

    private Dictionary<string, string?> Variables(params (string Name, string Value)[] variables)
    {
        var all = variables.ToDictionary(variable => variable.Name, variable => (string?)variable.Value);
        all.Add("DOCKER_CONFIG", _config);
        return all;
    }

    private string WriteContext(string name, string docker)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var folder = Directory.CreateDirectory(Path.Combine(_config, "contexts", "meta", id)).FullName;
        File.WriteAllText(Path.Combine(folder, "meta.json"), "{\"Name\":\"" + name + "\",\"Metadata\":{},\"Endpoints\":{\"docker\":" + docker + "}}");
        return id;
    }
}
