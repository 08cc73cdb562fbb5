using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Client;

/// <summary>Both builders of a real Engine, with the same results and the same failures.</summary>
[Proves("Build with the classic builder", Engines.Docker)]
[Proves("Build with BuildKit", Engines.Docker)]
public sealed class BuildTests(EngineFixture engine) : ClientTest(engine)
{
    public static TheoryData<ImageBuilderKind> Builders => [ImageBuilderKind.Classic, ImageBuilderKind.BuildKit];

    [Proves("Build with the classic builder", Engines.Podman)]
    [Theory]
    [MemberData(nameof(Builders))]
    public async Task A_build_gives_the_image_that_the_Engine_has_under_every_name(ImageBuilderKind builder)
    {
        var request = new ImageBuildRequest
        {
            Tags = [$"{Prefix}:1", $"{Prefix}-other"],
            Builder = builder,
            Labels = new Dictionary<string, string> { ["mlem.test"] = "a b" },
            BuildArguments = new Dictionary<string, string?> { ["WHO"] = "wörld" },
        };
        var result = await Client.BuildAsync(
            request, Context($"FROM {Busybox}\nARG WHO\nRUN echo hello $WHO {Prefix} > /greeting\nEXPOSE 8080\nHEALTHCHECK CMD true\n"), NullOperationObserver.Instance, Cancellation);
        Assert.Equal(builder, result.Builder);
        Assert.Contains(result.Steps, step => step.Instruction.StartsWith("RUN echo hello", StringComparison.Ordinal) && step.Total > 1);
        var image = await Client.Images.FindImageAsync($"{Prefix}-other:latest", Cancellation);
        Assert.Equal(result.ImageId, image!.Id);
        Assert.Equal("a b", image.Labels["mlem.test"]);
        Assert.Equal(["8080/tcp"], image.ExposedPorts);
        Assert.True(image.HasHealthcheck);
        Assert.InRange(image.Created!.Value, DateTime.UtcNow.AddMinutes(-10), DateTime.UtcNow.AddMinutes(10));
        var listed = await Client.Images.ListImagesAsync(new Dictionary<string, IReadOnlyList<string>> { ["reference"] = [$"{Prefix}*"] }, Cancellation);
        Assert.Equal(result.ImageId, Assert.Single(listed).Id);
        Assert.True(await Client.Images.RemoveImageAsync($"{Prefix}:1", cancellationToken: Cancellation));
        Assert.True(await Client.Images.RemoveImageAsync($"{Prefix}-other", cancellationToken: Cancellation));
        Assert.False(await Client.Images.RemoveImageAsync($"{Prefix}-other", cancellationToken: Cancellation));
    }

    [Proves("Build with the classic builder", Engines.Podman)]
    [Theory]
    [MemberData(nameof(Builders))]
    public async Task A_failing_step_tells_instruction_exit_code_and_output_and_leaves_no_image(ImageBuilderKind builder)
    {
        var error = await Assert.ThrowsAsync<ImageBuildException>(() =>
            BuildAsync($"{Prefix}:1", $"FROM {Busybox}\nRUN echo before && echo reason >&2 && exit 42\n", builder));
        Assert.Equal("ImageBuildFailed", error.ErrorId);
        Assert.Equal("RUN echo before && echo reason >&2 && exit 42", error.Instruction);
        Assert.Equal(42, error.ExitCode);
        Assert.Contains("reason", error.OutputTail);
        Assert.Null(await Client.Images.FindImageAsync($"{Prefix}:1", Cancellation));
    }

    [Proves("Build with the classic builder", Engines.Podman)]
    [Theory]
    [MemberData(nameof(Builders))]
    public async Task A_Dockerfile_that_cannot_be_read_and_a_base_that_is_not_there_fail_the_build(ImageBuilderKind builder)
    {
        var unreadable = await Assert.ThrowsAsync<ImageBuildException>(() => BuildAsync($"{Prefix}:1", $"FROM {Busybox}\nFOO\n", builder));
        Assert.Contains("FOO", unreadable.Message, StringComparison.Ordinal);
        var missing = await Assert.ThrowsAsync<ImageBuildException>(() => BuildAsync($"{Prefix}:1", "FROM localhost:1/none:1\n", builder));
        Assert.Contains("FROM localhost:1/none:1", (missing.Instruction + missing.Message).Replace("load metadata for ", "FROM ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Builders))]
    public async Task A_cancelled_build_stops_on_the_Engine_and_leaves_nothing(ImageBuilderKind builder)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var observer = new CancelOnLine("MARK-1", cancel);
        var request = new ImageBuildRequest { Tags = [$"{Prefix}:1"], Builder = builder, NoCache = true };
        var seconds = Random.Shared.Next(100_000, 999_999);
        var context = Context($"FROM {Busybox}\nRUN echo layer > /l\nRUN i=1; echo MARK-$i; exec sleep {seconds}\n");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.BuildAsync(request, context, observer, cancel.Token));
        Assert.True(observer.Since() < TimeSpan.FromSeconds(5), $"it took {observer.Since()}");
        Assert.Null(await Client.Images.FindImageAsync($"{Prefix}:1", Cancellation));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        // BuildKit's steps run in no container that the Engine lists, but in processes of this machine.
        while (Runs($"sleep\0{seconds}\0"))
            await Task.Delay(20, limit.Token);
        if (observer.Container is not { } container)
            return;
        // The Engine removes the container by itself once the connection is closed.
        while (await Client.Containers.FindContainerAsync(container, limit.Token) is not null)
            await Task.Delay(20, limit.Token);
        Assert.Null(await Client.Images.FindImageAsync(observer.Layer!, Cancellation));
    }

    private static bool Runs(string commandLine) => Directory.EnumerateDirectories("/proc").Any(folder =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")) == commandLine;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // No process, or one that has ended.
            return false;
        }
    });

    private sealed class CancelOnLine(string mark, CancellationTokenSource cancel) : IOperationObserver
    {
        private long _cancelled;

        public string? Container { get; private set; }

        public string? Layer { get; private set; }

        public TimeSpan Since() => TimeProvider.System.GetElapsedTime(_cancelled);

        public void Verbose(string message)
        {
            if (message.StartsWith(" ---> Running in ", StringComparison.Ordinal))
                Container = message[17..];
            else if (message.StartsWith(" ---> ", StringComparison.Ordinal) && message[6..].All(char.IsAsciiHexDigitLower))
                Layer = message[6..];
            if (!message.Contains(mark, StringComparison.Ordinal))
                return;
            _cancelled = TimeProvider.System.GetTimestamp();
            cancel.Cancel();
        }

        public void Debug(string message)
        {
        }

        public void Warning(string message)
        {
        }

        public void Progress(OperationProgress progress)
        {
        }
    }
}
