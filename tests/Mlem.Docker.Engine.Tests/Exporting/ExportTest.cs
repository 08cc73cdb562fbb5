using System.Formats.Tar;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Deployment;
using Mlem.Docker.Engine.Tests.Stopping;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Exporting;

/// <summary>A declaration that is started here, and then by what reads its exported file.</summary>
public abstract class ExportTest(EngineFixture engine) : DeploymentTest(engine)
{
    internal const string Play = "v5.0.0/libpod/kube/play";

    internal static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // The folder of the image is left and entered again, so that both the command and its folder are seen. A command of one's own
    // has no probe of a server.
    private const string Command = """["sh", "-c", "cd /app && exec sh run.sh"]""";

    internal int Port { get; } = FreePort();

    internal async Task<DockerContainer> DeclareAsync(bool ownCommand = true)
    {
        string servers = await Engine.BaseImages.ServersAsync(Cancellation);
        string wheels = Path.Combine(Project.Folder, "wheel");
        string wheel = Directory.Exists(wheels) ? Directory.GetFiles(wheels).Single() : StandInWheel.Write(Directory.CreateDirectory(wheels).FullName);
        var command = new Dictionary<string, string> { ["command"] = Command, ["working_dir"] = "/usr" };
        return Project.Declare(Name, o => o with
        {
            Server = Server.OfType("fastapi"),
            Args = new DockerBuildArgs { BaseImage = servers, MlemWheel = wheel },
            Ports = [$"{Port}:8080"],
            Params = new Dictionary<string, string>(ownCommand ? command : [])
            {
                ["environment"] = """{"COLOUR": "$blue and y", "TIMES": "1e3"}""",
                ["mem_limit"] = "256m",
                ["nano_cpus"] = "1500000000",
                ["user"] = "10002:0",
                ["read_only"] = "true",
                ["tmpfs"] = """{"/tmp": "size=1m"}""",
                ["cap_drop"] = """["ALL"]""",
            },
        });
    }

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

    /// <summary>What the server predicts, and what its container is.</summary>
    internal async Task<SeenContainer> LookAsync(string container, string? address = null)
    {
        using var client = new HttpClient();
        using HttpResponseMessage answer = await client.PostAsync(
            new Uri($"http://{address ?? $"127.0.0.1:{Port}"}/predict"), new StringContent(StandInImage.Flower), Cancellation);
        return SeenContainer.Of(await answer.Content.ReadAsStringAsync(Cancellation), await Api.GetAsync($"containers/{container}/json", Cancellation));
    }

    /// <summary>In which order the old container died, with which exit code, and the new one started, as the Engine tells it.</summary>
    internal async Task<string[]> EventsAsync(string container, Func<Task> update)
    {
        string since = Now();
        await update();
        // Podman tells of containers in its own form of the answer only, and in whole seconds.
        bool podman = await Api.IsPodmanAsync(Cancellation);
        string path = podman ? $"v5.0.0/libpod/events?stream=false&since={since.Split('.')[0]}" : $"events?since={since}&until={Now()}";
        string lines = await Api.GetTextAsync(path, Cancellation);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!)
            .Where(told => (string?)told["Type"] == "container" && (string?)told["Actor"]!["Attributes"]!["name"] == container)
            .Where(told => !podman || (long)told["timeNano"]! >= decimal.Parse(since, CultureInfo.InvariantCulture) * 1_000_000_000)
            .Select(told => (string)told["Action"]! switch
            {
                "die" => "died " + (string)told["Actor"]!["Attributes"]!["exitCode"]!,
                "died" => "died " + (string)told["Actor"]!["Attributes"]!["containerExitCode"]!,
                var action => action,
            })
            .Where(action => action.StartsWith("died", StringComparison.Ordinal) || action == "start")];
    }

    // Seconds with a fraction, as the Engine takes them.
    private static string Now() => (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000m).ToString("F3", CultureInfo.InvariantCulture);

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

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
