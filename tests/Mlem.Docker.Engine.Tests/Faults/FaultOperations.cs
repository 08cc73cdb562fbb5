using System.Formats.Tar;
using System.Text.Json.Nodes;
using Docker.DotNet.Models;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Faults;

/// <summary>One kind of work on the Engine, and how to find out, without our client, whether what it reports is true.</summary>
/// <param name="Name">Its name in the tests' report.</param>
/// <param name="Mark">What the line of its request holds.</param>
/// <param name="PrepareAsync">Makes what it needs.</param>
/// <param name="RunAsync">Does it, for a name of its own, and answers what it reports.</param>
/// <param name="IsTrueAsync">Whether the Engine, or the registry, agrees.</param>
/// <param name="CleanAsync">Takes away what it made.</param>
internal sealed record FaultOperation(
    string Name,
    string Mark,
    Func<string, Task> PrepareAsync,
    Func<DockerEngine, string, Task<string>> RunAsync,
    Func<string, string, Task<bool>> IsTrueAsync,
    Func<string, Task> CleanAsync)
{
    /// <summary>
    /// False where the status line is all that the answer says (204), and .NET asks once more when not even that came:
    /// there only the Engine can tell whether a success is false.
    /// </summary>
    public bool HasResult { get; init; } = true;

    /// <summary>True where the answer is a stream of messages, a line each.</summary>
    public bool HasLines { get; init; }
}

/// <summary>Builds, pushes, pulls, creates, starts and logs.</summary>
internal sealed class FaultOperations(
    EngineApi api, string busybox, string prefix, RegistryProcess registry, bool hasBuildKit, CancellationToken cancellation)
{
    private const string Log = "one\ntwo zwei\nthree\nfour\nfünf";

    private string Pushed => $"{registry.Host}/{prefix}-push";

    private string Pulled => $"{registry.Host}/{prefix}-pull";

    private string Logging => $"{prefix}-logs";

    public IReadOnlyList<FaultOperation> All =>
    [
        Build(ImageBuilderKind.Classic),
        .. hasBuildKit ? [Build(ImageBuilderKind.BuildKit)] : (FaultOperation[])[],
        new(
            "push",
            "/push?",
            Nothing,
            async (client, _) => (await client.Transfers.PushAsync(Pushed + ":1", null, NullOperationObserver.Instance, cancellation)).Digest!,
            async (_, digest) => digest == await registry.DigestAsync($"{prefix}-push", "1", cancellation),
            Nothing) { HasLines = true },
        new(
            "pull",
            "/images/create?",
            _ => RemoveImageAsync(Pulled + ":1"),
            async (client, _) => (await client.Transfers.PullAsync(Pulled + ":1", null, null, NullOperationObserver.Instance, cancellation)).Id,
            async (_, id) => id == await IdAsync($"images/{Pulled}:1/json"),
            _ => RemoveImageAsync(Pulled + ":1")) { HasLines = true },
        new(
            "create",
            "/containers/create",
            Nothing,
            async (client, name) => (await client.Containers.CreateContainerAsync(new CreateContainerParameters { Name = name, Image = busybox }, cancellation)).Id,
            async (name, id) => id == await IdAsync($"containers/{name}/json"),
            RemoveContainerAsync),
        new(
            "start",
            "/start",
            name => CreateAsync(name, "sleep 600"),
            async (client, name) =>
            {
                await client.Containers.StartContainerAsync(name, cancellation);
                return "";
            },
            async (name, _) => (bool)(await api.GetAsync($"containers/{name}/json", cancellation))["State"]!["Running"]!,
            RemoveContainerAsync) { HasResult = false },
        new(
            "logs",
            "/logs?",
            Nothing,
            async (client, _) =>
            {
                List<string> lines = [];
                await foreach (var line in client.Containers.ReadLogsAsync(Logging, new LogOptions(), cancellation))
                    lines.Add(line.Text);
                return string.Join('\n', lines.Distinct());
            },
            (_, text) => Task.FromResult(text == Log),
            Nothing),
    ];

    public async Task BeginAsync()
    {
        foreach (var name in (string[])[Pushed, Pulled])
        {
            await api.PostAsync($"images/{busybox}/tag?repo={name}&tag=1", null, cancellation);
            await api.PushAsync(name, "1", cancellation);
        }

        await CreateAsync(Logging, $"printf '{Log.Replace("\n", "\\n", StringComparison.Ordinal)}\\n'");
        await api.PostAsync($"containers/{Logging}/start", null, cancellation);
        await api.PostAsync($"containers/{Logging}/wait", null, cancellation);
    }

    /// <summary>What a fault cut off may still come to be on the Engine a moment later.</summary>
    public async Task EndAsync()
    {
        for (var clean = 0; clean < 3;)
        {
            clean = (await Leftovers.TakeAwayAsync(api, prefix, cancellation)).Count == 0 ? clean + 1 : 0;
            await Task.Delay(100, cancellation);
        }
    }

    private static Task Nothing(string name) => Task.CompletedTask;

    private static async Task WriteContextAsync(Stream stream, CancellationToken cancellation)
    {
        await using var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
        // The base is the one that BaseImages makes.
        var dockerfile = "FROM mlem-test/busybox:1.35\nENV A=1\nENV B=2\nLABEL c=3\n"u8.ToArray();
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "Dockerfile") { DataStream = new MemoryStream(dockerfile) }, cancellation);
    }

    private FaultOperation Build(ImageBuilderKind builder) => new(
        $"build ({builder})",
        "/build?",
        Nothing,
        async (client, name) =>
        {
            var request = new ImageBuildRequest { Tags = [name + ":1"], Builder = builder };
            return (await client.BuildAsync(request, WriteContextAsync, NullOperationObserver.Instance, cancellation)).ImageId;
        },
        async (name, id) => id == await IdAsync($"images/{name}:1/json"),
        name => RemoveImageAsync(name + ":1"))
    { HasLines = true };

    private async Task<string?> IdAsync(string path) => (string?)(await api.FindAsync(path, cancellation))?["Id"];

    private Task RemoveImageAsync(string name) => api.DeleteAsync($"images/{name}", cancellation);

    private Task RemoveContainerAsync(string name) => api.DeleteAsync($"containers/{name}?force=1", cancellation);

    private Task CreateAsync(string name, string command) => api.PostAsync(
        $"containers/create?name={name}",
        new JsonObject { ["Image"] = busybox, ["Cmd"] = new JsonArray("sh", "-c", "exec " + command) },
        cancellation);
}
