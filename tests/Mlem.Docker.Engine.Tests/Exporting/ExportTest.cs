using System.Formats.Tar;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Deployment;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Exporting;

/// <summary>A declaration that is started here, and then by what reads its exported file.</summary>
public abstract class ExportTest(EngineFixture engine) : DeploymentTest(engine)
{
    internal const string Play = "v5.0.0/libpod/kube/play";

    internal static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // As MLEM's server does, it ends at once when it is told to.
    private const string Serve = "trap 'exit 0' TERM; httpd -p 8080 -h /www; while true; do sleep 1 & wait $!; done";

    internal int Port { get; } = FreePort();

    internal DockerContainer Declare() => Project.Declare(Name, o => o with
    {
        Args = Project.Args(Serve),
        Ports = [$"{Port}:8080"],
        Params = new Dictionary<string, string>
        {
            ["environment"] = """{"COLOUR": "$blue and y", "TIMES": "1e3"}""",
            ["mem_limit"] = "64m",
            ["nano_cpus"] = "500000000",
            ["user"] = "10001:0",
            ["read_only"] = "true",
            ["tmpfs"] = """{"/tmp": "size=1m"}""",
            ["cap_drop"] = """["ALL"]""",
            ["working_dir"] = "/www",
        },
    });

    internal static string RequiredCompose()
    {
        string? compose = Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_COMPOSE");
        Peers.Require(Peers.Compose, File.Exists(compose) ? null : "Debian's docker-compose is not here.");
        return compose!;
    }

    /// <summary>Builds an image that runs a command of the shell.</summary>
    internal async Task BuildAsync(string name, string baseImage, string command)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Combine("Dockerfile"), $"FROM {baseImage}\nENV MADE={name}\nCMD {command}\n", Cancellation);
        using var tar = new MemoryStream();
        await TarFile.CreateFromDirectoryAsync(folder.Path, tar, includeBaseDirectory: false, Cancellation);
        tar.Position = 0;
        await Api.PostTarAsync($"build?t={name}&forcerm=1", tar, Cancellation);
    }

    /// <summary>What the server answers, and what its container is.</summary>
    internal async Task<(string Answer, string Container)> LookAsync(string container, string? address = null)
    {
        using var client = new HttpClient();
        string answer = await client.GetStringAsync(new Uri($"http://{address ?? $"127.0.0.1:{Port}"}/model.mlem"), Cancellation);
        JsonNode seen = await Api.GetAsync($"containers/{container}/json", Cancellation);
        JsonNode config = seen["Config"]!;
        JsonNode host = seen["HostConfig"]!;
        string[] variables = [.. config["Env"]!.AsArray().Select(e => (string)e!).Where(e => !e.StartsWith("HOSTNAME=", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string[] words = [.. Words(config["Entrypoint"]), .. Words(config["Cmd"])];
        return (answer, string.Join('\n', [
            .. variables, string.Join(' ', words), (string)config["User"]!, (string)config["WorkingDir"]!,
            $"{host["Memory"]} {host["NanoCpus"]} {host["ReadonlyRootfs"]}",
        ]));
    }

    /// <summary>Waits until the server answers, where what started it does not.</summary>
    internal async Task WaitAsync(string path = "model.mlem")
    {
        using var client = new HttpClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            try
            {
                await client.GetStringAsync(new Uri($"http://127.0.0.1:{Port}/{path}"), limit.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }

    private static IEnumerable<string> Words(JsonNode? words) => words switch
    {
        JsonArray all => all.Select(w => (string)w!),
        null => [],
        _ => [(string)words!],
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
