using System.Formats.Tar;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>
/// Base images without a hub: <c>tests/testbed/base-image</c> makes a tar, the Engine imports it. They stay on the Engine
/// for the next run; a label tells what they were made of.
/// </summary>
internal sealed class BaseImages(EngineApi engine)
{
    private const string KeyLabel = "mlem-docker.tests.key";

    private readonly SemaphoreSlim _gate = new(1);
    private bool _standIn;
    private bool _firstLayers;

    /// <summary>A static busybox, 2 MB.</summary>
    public Task<string> BusyboxAsync(CancellationToken cancellation) =>
        EnsureAsync("busybox", "mlem-test/busybox:1.35", "CMD [\"sh\"]", cancellation);

    /// <summary>Debian 12 with python3, pip, and what the golden scikit-learn models need to be loaded.</summary>
    public async Task<string> PythonAsync(CancellationToken cancellation)
    {
        string tag = await BarePythonAsync(cancellation);
        if (!_firstLayers)
            await KeepFirstLayersAsync(tag, cancellation);
        _firstLayers = true;
        return tag;
    }

    /// <summary>The same without the layers of MLEM's Dockerfile, for which Debian's mirror is asked.</summary>
    public Task<string> BarePythonAsync(CancellationToken cancellation) =>
        EnsureAsync("python", "mlem-test/python:bookworm", "CMD [\"python3\"]", cancellation);

    /// <summary>
    /// The same with what pip takes for the packages of all servers: names and versions, and nothing in them, since the stand-in
    /// for MLEM needs none but pika, which is Debian's.
    /// </summary>
    public async Task<string> ServersAsync(CancellationToken cancellation)
    {
        const string Tag = "mlem-test/servers:bookworm";
        string python = await BarePythonAsync(cancellation);
        string[] packages = ["rich 13.0.0", "streamlit 1.23.1", "streamlit_pydantic 0.6.0", "watchdog 3.0.0", "sagemaker 2.200.0", "boto3 1.26.27"];
        IEnumerable<string> commands = packages.Select(p => p.Split(' ')).Select(p =>
            $"mkdir /usr/lib/python3/dist-packages/{p[0]}-{p[1]}.dist-info && printf 'Metadata-Version: 2.1\\nName: {p[0]}\\nVersion: {p[1]}\\n' "
            + $"> /usr/lib/python3/dist-packages/{p[0]}-{p[1]}.dist-info/METADATA");
        using var context = new TemporaryFolder();
        await BuildAsync(Tag, context, $"FROM {python}\nRUN {string.Join(" && ", commands)}\n", cancellation);
        return Tag;
    }

    /// <summary>The same with the stand-in for MLEM installed; made once in each run, since its sources are not in a key.</summary>
    public async Task<string> StandInAsync(CancellationToken cancellation)
    {
        const string Tag = "mlem-test/stand-in:latest";
        string python = await PythonAsync(cancellation);
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_standIn)
                return Tag;
            using var context = new TemporaryFolder();
            StandInWheel.Write(context.Path);
            string dockerfile = $"FROM {python}\nWORKDIR /app\nCOPY {StandInWheel.FileName} .\nRUN pip install {StandInWheel.FileName}\n";
            await BuildAsync(Tag, context, dockerfile, cancellation);
            _standIn = true;
            return Tag;
        }
        finally
        {
            _gate.Release();
        }
    }

    // Every Docker folder begins with the same instructions. An image that ends there keeps their layers, which the classic
    // builder's Engine would else drop with each test's image and make anew.
    private async Task KeepFirstLayersAsync(string tag, CancellationToken cancellation)
    {
        const string Keeper = "mlem-test/first-layers:latest";
        string folder = RepositoryRoot.Combine("tests", "golden", "docker_dirs", "model__a_sklearn_df__model");
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(folder, "Dockerfile"), cancellation);
        int copy = Array.FindIndex(lines, line => line.StartsWith("COPY ", StringComparison.Ordinal));
        string dockerfile = string.Join('\n', [$"FROM {tag}", .. lines[1..copy], ""]);

        using var context = new TemporaryFolder();
        await BuildAsync(Keeper, context, dockerfile, cancellation);
    }

    private async Task BuildAsync(string tag, TemporaryFolder context, string dockerfile, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(context.Combine("Dockerfile"), dockerfile, cancellation);
        using var tar = new MemoryStream();
        await TarFile.CreateFromDirectoryAsync(context.Path, tar, includeBaseDirectory: false, cancellation);
        tar.Position = 0;
        await engine.PostTarAsync($"build?t={tag}&forcerm=1", tar, cancellation);
    }

    private async Task<string> EnsureAsync(string name, string tag, string change, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            string key = (await ScriptAsync(["--key", name], cancellation)).Trim();
            var image = await engine.FindAsync($"images/{tag}/json", cancellation);
            if ((string?)image?["Config"]?["Labels"]?[KeyLabel] != key)
                await ImportAsync(name, tag, [change, $"LABEL {KeyLabel}={key}"], cancellation);
            return tag;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task ImportAsync(string name, string tag, string[] changes, CancellationToken cancellation)
    {
        string path = (await ScriptAsync([name], cancellation)).Trim();
        string[] parts = tag.Split(':');
        string query = string.Concat(changes.Select(change => "&changes=" + Uri.EscapeDataString(change)));
        await using var tar = File.OpenRead(path);
        await engine.PostTarAsync($"images/create?fromSrc=-&repo={parts[0]}&tag={parts[1]}{query}", tar, cancellation);
    }

    private static async Task<string> ScriptAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        string script = RepositoryRoot.Combine("tests", "testbed", "base-image");
        var run = await ProgramRun.OfAsync(script, arguments, TimeSpan.FromMinutes(8), cancellation);
        return run.OutputOrThrow("tests/testbed/base-image");
    }
}
