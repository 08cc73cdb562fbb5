using System.Formats.Tar;
using System.Text;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Client;

/// <summary>The program buildx, with the results and failures of the Engine's own builders, and with secrets.</summary>
[Proves("Build with docker buildx, and its secrets", Engines.Containerd | Engines.Overlay2)]
public sealed class BuildxTests(EngineFixture engine) : ClientTest(engine)
{
    private readonly TemporaryFolder _config = new();
    private readonly string? _configBefore = Environment.GetEnvironmentVariable("DOCKER_CONFIG");
    private readonly string? _temporaryBefore = Environment.GetEnvironmentVariable("TMPDIR");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        // The program looks for its plugins on the machine itself; ours are in a tree of their own.
        string? docker = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "docker")).FirstOrDefault(File.Exists);
        string plugins = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(docker) ?? "/", "..", "libexec", "docker", "cli-plugins"));
        await File.WriteAllTextAsync(_config.Combine("config.json"), $$"""{"cliPluginsExtraDirs": ["{{plugins}}"]}""", Cancellation);
        Environment.SetEnvironmentVariable("DOCKER_CONFIG", _config.Path);
        // The same tests on another Engine, which run at the same time, have files of their own.
        Environment.SetEnvironmentVariable("TMPDIR", _config.Path);
    }

    public override async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("DOCKER_CONFIG", _configBefore);
        Environment.SetEnvironmentVariable("TMPDIR", _temporaryBefore);
        _config.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_build_gives_the_image_that_the_Engine_has_under_every_name()
    {
        var request = new ImageBuildRequest
        {
            Tags = [$"{Prefix}:1", $"{Prefix}-other"],
            Builder = ImageBuilderKind.Buildx,
            Labels = new Dictionary<string, string> { ["mlem.test"] = "a b" },
            BuildArguments = new Dictionary<string, string?> { ["WHO"] = "wörld", ["PATHS"] = "x" },
        };
        for (int turn = 0; turn < 2; turn++)
        {
            // The second time all of it is in the cache.
            ImageBuildResult result = await Client.BuildAsync(
                request, Context($"FROM {Busybox}\nARG WHO\nRUN test \"$WHO\" = wörld && echo {Prefix} > /greeting\n"), NullOperationObserver.Instance, Cancellation);
            Assert.Equal(ImageBuilderKind.Buildx, result.Builder);
            Assert.Contains(result.Steps, step => step.Instruction.StartsWith("RUN test", StringComparison.Ordinal) && step.Total > 1 && step.Cached == (turn == 1));
            EngineImage? image = await Client.Images.FindImageAsync($"{Prefix}-other:latest", Cancellation);
            Assert.Equal(result.ImageId, image!.Id);
            Assert.Equal("a b", image.Labels["mlem.test"]);
        }

        Assert.True(await Client.Images.RemoveImageAsync($"{Prefix}:1", cancellationToken: Cancellation));
        Assert.True(await Client.Images.RemoveImageAsync($"{Prefix}-other", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_failing_step_tells_instruction_exit_code_and_output_and_leaves_no_image()
    {
        ImageBuildException error = await Assert.ThrowsAsync<ImageBuildException>(() =>
            BuildAsync($"{Prefix}:1", $"FROM {Busybox}\nRUN echo before && echo reason >&2 && exit 42\n", ImageBuilderKind.Buildx));
        Assert.Equal("ImageBuildFailed", error.ErrorId);
        Assert.Equal("RUN echo before && echo reason >&2 && exit 42", error.Instruction);
        Assert.Equal(42, error.ExitCode);
        Assert.Contains("reason", error.OutputTail);
        Assert.Null(await Client.Images.FindImageAsync($"{Prefix}:1", Cancellation));
        ImageBuildException unreadable = await Assert.ThrowsAsync<ImageBuildException>(() => BuildAsync($"{Prefix}:1", $"FROM {Busybox}\nFOO\n", ImageBuilderKind.Buildx));
        Assert.Contains("FOO", unreadable.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(500_000)]
    public async Task A_secret_is_read_by_a_step_and_is_nowhere_afterwards(int length)
    {
        string secret = $"{Guid.NewGuid():N}{new string('s', Math.Max(0, length - 32))}"[..length];
        var observer = new TellingObserver();
        var request = new ImageBuildRequest
        {
            Tags = [$"{Prefix}:1"],
            Buildx = new BuildxWishes { Secrets = new Dictionary<string, BuildSecret> { ["token"] = BuildSecret.FromText(secret) } },
        };
        ImageBuildResult result = await Client.BuildAsync(
            request,
            Context($"FROM {Busybox}\nRUN --mount=type=secret,id=token echo {Prefix}; wc -c < /run/secrets/token > /size; cat /run/secrets/token | head -c 100; tr '\\0' ' ' < /proc/1/cmdline\n"),
            observer,
            Cancellation);
        Assert.Equal($"{length}\n", await ReadAsync(result.ImageId, "/size"));

        string start = secret[..20];
        byte[] saved = await Api.GetBytesAsync($"images/{Prefix}:1/get", Cancellation);
        Assert.False(Holds(saved, start), "the image holds it");
        Assert.DoesNotContain(start, await Api.GetTextAsync($"images/{Prefix}:1/history", Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain(observer.Texts, text => text.Contains(secret, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateDirectories(Path.GetTempPath(), "mlem-docker-buildx-*"));
        Assert.True(await Client.Images.RemoveImageAsync($"{Prefix}:1", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Cancelling_stops_it_within_seconds_and_leaves_nothing()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var request = new ImageBuildRequest
        {
            Tags = [$"{Prefix}:1"],
            Buildx = new BuildxWishes { Secrets = new Dictionary<string, BuildSecret> { ["token"] = BuildSecret.FromText(new string('x', 200_000)) } },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.BuildAsync(
            request, Context($"FROM {Busybox}\nRUN echo {Prefix}; sleep 600\n"), new CancelOn($"RUN echo {Prefix}", cancel), cancel.Token));
        Assert.True(cancel.IsCancellationRequested);
        Assert.Null(await Client.Images.FindImageAsync($"{Prefix}:1", Cancellation));
        Assert.Empty(Directory.EnumerateDirectories(Path.GetTempPath(), "mlem-docker-buildx-*"));
    }

    [Fact]
    public async Task Without_the_plugin_the_error_says_what_needs_it()
    {
        await File.WriteAllTextAsync(_config.Combine("config.json"), "{}", Cancellation);
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => Client.BuildAsync(
            new ImageBuildRequest { Tags = [$"{Prefix}:1"], Buildx = new BuildxWishes { Ssh = ["default"] } },
            Context($"FROM {Busybox}\n"), NullOperationObserver.Instance, Cancellation));
        Assert.Equal("BuildxMissing", error.ErrorId);
        Assert.Contains("--ssh", error.Message, StringComparison.Ordinal);
    }

    private static bool Holds(byte[] saved, string text)
    {
        if (saved.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
            return true;
        using var tar = new TarReader(new MemoryStream(saved));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { Length: > 2 } data)
                continue;
            var bytes = new byte[data.Length];
            data.ReadExactly(bytes);
            if (bytes[0] != 0x1f || bytes[1] != 0x8b)
                continue;
            using var plain = new MemoryStream();
            using (var gzip = new System.IO.Compression.GZipStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress))
                gzip.CopyTo(plain);
            if (plain.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
                return true;
        }

        return false;
    }

    private async Task<string> ReadAsync(string image, string file)
    {
        string id = (string)(await Api.PostAsync($"containers/create?name={Prefix}-read", new System.Text.Json.Nodes.JsonObject { ["Image"] = image }, Cancellation))!["Id"]!;
        byte[] tar = await Api.GetBytesAsync($"containers/{id}/archive?path={Uri.EscapeDataString(file)}", Cancellation);
        await Api.DeleteAsync($"containers/{id}?force=1", Cancellation);
        using var reader = new TarReader(new MemoryStream(tar));
        using var text = new StreamReader(reader.GetNextEntry(copyData: true)!.DataStream!);
        return await text.ReadToEndAsync(Cancellation);
    }

    /// <summary>Keeps all that is told.</summary>
    private sealed class TellingObserver : IOperationObserver
    {
        public List<string> Texts { get; } = [];

        public void Verbose(string message) => Texts.Add(message);

        public void Debug(string message) => Texts.Add(message);

        public void Warning(string message) => Texts.Add(message);

        public void Progress(OperationProgress progress) => Texts.Add(progress.ToString());
    }
}
