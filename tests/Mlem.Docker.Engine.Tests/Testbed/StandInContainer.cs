using System.Formats.Tar;
using System.Text.Json.Nodes;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>A Docker folder with the stand-in wheel, built and started with nothing but the Engine's API.</summary>
internal sealed class StandInContainer : IAsyncDisposable
{
    private readonly EngineApi _engine;
    private readonly string _name;

    private StandInContainer(EngineApi engine, string name)
    {
        _engine = engine;
        _name = name;
    }

    public string Id { get; private set; } = "";

    /// <summary>Builds a folder that holds model, code and server, with a Dockerfile of the tests' own.</summary>
    public static async Task<StandInContainer> StartAsync(
        EngineTest test, string folder, IEnumerable<string> environment, CancellationToken cancellation)
    {
        using var context = new TemporaryFolder();
        context.CopyIn(folder);
        string baseImage = await test.Engine.BaseImages.StandInAsync(cancellation);
        await File.WriteAllTextAsync(context.Combine("Dockerfile"), $"""
            FROM {baseImage}
            COPY . ./
            CMD sh run.sh
            """, cancellation);
        return await StartAsItIsAsync(test, context.Path, environment, cancellation);
    }

    /// <summary>Builds a folder by the Dockerfile that lies in it.</summary>
    public static async Task<StandInContainer> StartAsItIsAsync(
        EngineTest test, string folder, IEnumerable<string> environment, CancellationToken cancellation)
    {
        using var tar = new MemoryStream();
        await TarFile.CreateFromDirectoryAsync(folder, tar, includeBaseDirectory: false, cancellation);
        tar.Position = 0;
        await test.Api.PostTarAsync($"build?t={test.Prefix}&forcerm=1", tar, cancellation);
        return await StartImageAsync(test, test.Prefix, environment, cancellation);
    }

    /// <summary>Starts an image that is there; it goes with the container.</summary>
    /// <param name="test">The test.</param>
    /// <param name="image">The image, whose name the container gets.</param>
    /// <param name="environment">Variables.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="host">Changes the request's <c>HostConfig</c>.</param>
    public static async Task<StandInContainer> StartImageAsync(
        EngineTest test, string image, IEnumerable<string> environment, CancellationToken cancellation, Action<JsonObject>? host = null)
    {
        var container = new StandInContainer(test.Api, image);
        try
        {
            await container.CreateAsync(environment, host, cancellation);
            return container;
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    public async Task<JsonNode> InspectAsync(CancellationToken cancellation) =>
        await _engine.GetAsync($"containers/{Id}/json", cancellation);

    public async Task<int> PortAsync(CancellationToken cancellation)
    {
        var binding = (await InspectAsync(cancellation))["NetworkSettings"]!["Ports"]!["8080/tcp"]![0]!;
        return int.Parse((string)binding["HostPort"]!, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Both streams as the Engine frames them; good for looking for a line in.</summary>
    public Task<string> LogAsync(CancellationToken cancellation) =>
        _engine.GetTextAsync($"containers/{Id}/logs?stdout=1&stderr=1", cancellation);

    /// <summary>
    /// Stops it as <c>docker stop</c> does, with more patience: on a machine that does much else, ten seconds have been too short for
    /// a server that was answering. Tells how long it took, and the exit code.
    /// </summary>
    public async Task<(TimeSpan Time, int ExitCode)> StopAsync(CancellationToken cancellation)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        await _engine.PostAsync($"containers/{Id}/stop?t=60", null, cancellation);
        TimeSpan time = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        return (time, (int)(await InspectAsync(cancellation))["State"]!["ExitCode"]!);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await _engine.DeleteAsync($"containers/{_name}?force=1&v=1", limit.Token);
        await _engine.DeleteAsync($"images/{_name}?force=1", limit.Token);
    }

    private async Task CreateAsync(IEnumerable<string> environment, Action<JsonObject>? host, CancellationToken cancellation)
    {
        var body = new JsonObject
        {
            ["Image"] = _name,
            ["Env"] = new JsonArray([.. environment.Select(variable => (JsonNode)variable)]),
            ["ExposedPorts"] = new JsonObject { ["8080/tcp"] = new JsonObject() },
            ["HostConfig"] = new JsonObject
            {
                ["PortBindings"] = new JsonObject
                {
                    ["8080/tcp"] = new JsonArray(new JsonObject { ["HostIp"] = "127.0.0.1", ["HostPort"] = "" }),
                },
            },
        };
        host?.Invoke((JsonObject)body["HostConfig"]!);
        var created = await _engine.PostAsync($"containers/create?name={_name}", body, cancellation);
        Id = (string)created!["Id"]!;
        await _engine.PostAsync($"containers/{Id}/start", null, cancellation);
    }
}
