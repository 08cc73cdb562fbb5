using System.Formats.Tar;
using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Registries;
using Mlem.Docker.Engine.Tests.Testbed;
using Mlem.Docker.Tests.Examples;

namespace Mlem.Docker.Engine.Tests.Examples;

/// <summary>
/// Where examples run as they are written, without PyPI and a hub: the Engine has base images of the names that examples
/// mean, in which pip finds the stand-in wheel of MLEM and looks nowhere else; a registry that wants a login is at
/// localhost:5000. Afterwards the Engine's containers and the names of its images are as before.
/// </summary>
public sealed class ExampleEngine(EngineFixture engine) : IAsyncDisposable
{
    private const string Wheels = "/wheels";

    private const int RegistryPort = 5000;

    // The Python versions that examples name, and the default one.
    private static readonly string[] BaseImages = ["python:3.9.13-slim", "python:3.11.9-slim", "python:3.11.16-slim"];

    private readonly TemporaryFolder _folder = new();
    private readonly SemaphoreSlim _gate = new(1);
    private ExampleScene? _scene;
    private RegistryProcess? _registry;
    private Dictionary<string, string> _images = [];
    private HashSet<string> _containers = [];

    /// <summary>The folder in which examples start; all share it, as they share the Engine.</summary>
    internal string Folder => _scene!.Path;

    /// <summary>What examples read from the environment: logins, and where modules are installed.</summary>
    internal static IEnumerable<string> Variables =>
    [
        $"REGISTRY_PASSWORD={RegistryTests.Password}",
        $"LOCALHOST_{RegistryPort}_USERNAME=ann",
        $"LOCALHOST_{RegistryPort}_PASSWORD={RegistryTests.Password}",
        $"PSModulePath={RepositoryRoot.Combine("out")}",
    ];

    internal async Task PrepareAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_scene is not null)
                return;
            RegistryProcess.Require();
            await RemoveContainersAsync(cancellation);
            _images = await ImagesAsync(cancellation);
            _containers = await ContainersAsync(cancellation);
            _scene = new ExampleScene(RepositoryRoot.Path);
            await MakeBaseImagesAsync(cancellation);
            await File.WriteAllTextAsync(_folder.Combine("htpasswd"), RegistryTests.PasswordLine, cancellation);
            _registry = await RegistryProcess.StartAsync(
                cancellation, $"auth:\n  htpasswd: {{ realm: test, path: {_folder.Combine("htpasswd")} }}", RegistryPort);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_registry is not null)
            await _registry.DisposeAsync();
        if (_scene is not null)
            await RestoreAsync();
        _scene?.Dispose();
        _folder.Dispose();
        _gate.Dispose();
    }

    private async Task MakeBaseImagesAsync(CancellationToken cancellation)
    {
        string python = await engine.BaseImages.PythonAsync(cancellation);
        using var context = new TemporaryFolder();
        StandInWheel.Write(context.Path);
        await File.WriteAllTextAsync(
            context.Combine("Dockerfile"),
            $"FROM {python}\nCOPY {StandInWheel.FileName} {Wheels}/\nENV PIP_NO_INDEX=1 PIP_FIND_LINKS={Wheels}\n",
            cancellation);
        using var tar = new MemoryStream();
        await TarFile.CreateFromDirectoryAsync(context.Path, tar, includeBaseDirectory: false, cancellation);
        tar.Position = 0;
        await engine.Api.PostTarAsync($"build?forcerm=1&{string.Join('&', BaseImages.Select(name => $"t={name}"))}", tar, cancellation);
    }

    /// <summary>Removes containers of examples: of those before, or of a run that was killed.</summary>
    internal async Task RemoveContainersAsync(CancellationToken cancellation)
    {
        foreach (JsonNode? container in (JsonArray)await engine.Api.GetAsync("containers/json?all=1", cancellation))
        {
            if ((container!["Labels"] as JsonObject ?? []).Any(label => ((string?)label.Value ?? "").Contains(ExampleScene.Prefix, StringComparison.Ordinal)))
                await engine.Api.DeleteAsync($"containers/{(string)container["Id"]!}?force=1&v=1", cancellation);
        }
    }

    private async Task RestoreAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        foreach (string container in (await ContainersAsync(limit.Token)).Except(_containers))
            await engine.Api.DeleteAsync($"containers/{container}?force=1&v=1", limit.Token);
        foreach ((string name, string id) in await ImagesAsync(limit.Token))
        {
            // One that examples built anew may be gone, with its layers.
            if (!_images.TryGetValue(name, out string? before) || await engine.Api.FindAsync($"images/{before}/json", limit.Token) is null)
                await engine.Api.DeleteAsync($"images/{name}?force=1", limit.Token);
            else if (before != id)
                await engine.Api.PostAsync($"images/{before}/tag?repo={name[..name.LastIndexOf(':')]}&tag={name[(name.LastIndexOf(':') + 1)..]}", null, limit.Token);
        }
    }

    private async Task<Dictionary<string, string>> ImagesAsync(CancellationToken cancellation) =>
        ((JsonArray)await engine.Api.GetAsync("images/json", cancellation))
            .SelectMany(image => (image!["RepoTags"] as JsonArray ?? []).Select(tag => ((string)tag!, (string)image["Id"]!)))
            .Where(pair => pair.Item1 != "<none>:<none>")
            .ToDictionary();

    private async Task<HashSet<string>> ContainersAsync(CancellationToken cancellation) =>
        [.. ((JsonArray)await engine.Api.GetAsync("containers/json?all=1", cancellation)).Select(container => (string)container!["Id"]!)];
}
