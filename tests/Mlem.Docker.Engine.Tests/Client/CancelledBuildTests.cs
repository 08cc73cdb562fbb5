using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Client;

/// <summary>Builds that are cancelled at random moments. More of them by MLEM_DOCKER_TEST_CANCELS.</summary>
[Proves("Cancel a build, with nothing left of it", Engines.Containerd | Engines.Overlay2 | Engines.Old)]
public sealed class CancelledBuildTests(EngineFixture engine) : ClientTest(engine)
{
    [Theory]
    [InlineData(ImageBuilderKind.Classic, 6)]
    [InlineData(ImageBuilderKind.BuildKit, 1)]
    public async Task A_build_cancelled_at_any_moment_leaves_no_image_container_or_socket(ImageBuilderKind builder, int turns)
    {
        if (Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_CANCELS") is { Length: > 0 } more)
            turns = int.Parse(more, CultureInfo.InvariantCulture);
        // A build of before, whose layers are the cache of those that are cancelled: it must stay whole.
        string common = $"FROM {Busybox}\nENV KEPT={Prefix}\nRUN echo {Prefix} > /kept\n";
        await BuildAsync($"{Prefix}-kept:1", common + "COPY Dockerfile /end\n", builder);
        TimeSpan longest = await TimeAsync(() => BuildAsync($"{Prefix}:1", common + Steps($"{Prefix}-0"), builder));
        await Api.DeleteAsync($"images/{Prefix}:1", Cancellation);

        HashSet<string> before = await EverythingAsync();
        int sockets = Sockets();
        for (int turn = 1, cancelled = 0; cancelled < turns; turn++)
        {
            TimeSpan moment = longest * Random.Shared.NextDouble();
            (bool whole, TimeSpan stopping) = await CancelAsync(common + Steps($"{Prefix}-{turn}"), builder, moment);
            if (whole)
                await Api.DeleteAsync($"images/{Prefix}:1", Cancellation);
            else
                cancelled++;

            HashSet<string> left = await EverythingAsync();
            Assert.True(left.SetEquals(before), $"turn {turn}, cancelled after {moment.TotalMilliseconds:0} ms, whole {whole}: "
                + $"left {string.Join(", ", await NamedAsync(left.Except(before)))}; gone {string.Join(", ", before.Except(left))}");
            Assert.True(stopping < TimeSpan.FromSeconds(5), $"turn {turn}: stopping took {stopping}");
        }

        // The pools of what lives longer than this test may close what they keep.
        Assert.InRange(Sockets(), 0, sockets);
        await Api.DeleteAsync($"images/{Prefix}-kept:1", Cancellation);
    }

    [Fact]
    public Task A_layer_that_the_Engine_writes_while_its_build_is_cancelled_goes_as_well() =>
        CancelledCopy.LeavesNothingAsync(Client, Busybox, Cancellation);

    /// <summary>True where the build was quicker, or came to its end while it was being cancelled.</summary>
    private async Task<(bool Whole, TimeSpan Stopping)> CancelAsync(string dockerfile, ImageBuilderKind builder, TimeSpan moment)
    {
        await using DockerEngine client = await DockerEngine.ConnectAsync(Client.Endpoint, Cancellation);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var request = new ImageBuildRequest { Tags = [$"{Prefix}:1"], Builder = builder };
        cancel.CancelAfter(moment);
        long cancelled = 0;
        await using var note = cancel.Token.Register(() => cancelled = Stopwatch.GetTimestamp());
        try
        {
            await client.BuildAsync(request, Context(dockerfile), NullOperationObserver.Instance, cancel.Token);
            return (true, TimeSpan.Zero);
        }
        catch (OperationCanceledException)
        {
            TimeSpan stopping = Stopwatch.GetElapsedTime(cancelled);
            return (await Api.FindAsync($"images/{Prefix}:1/json", Cancellation) is not null, stopping);
        }
    }

    // Steps of every kind: with a container, without one, and such as only change the image's description.
    private static string Steps(string nonce) => $"""
        ENV NONCE={nonce}
        RUN echo 1 > /1
        COPY Dockerfile /2
        LABEL three=3
        RUN echo 4 > /4
        WORKDIR /5

        """;

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        long start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start);
    }

    private async Task<HashSet<string>> EverythingAsync()
    {
        var images = (JsonArray)await Api.GetAsync("images/json?all=1", Cancellation);
        var containers = (JsonArray)await Api.GetAsync("containers/json?all=1", Cancellation);
        return [.. images.Concat(containers).Select(item => (string)item!["Id"]!)];
    }

    private async Task<IReadOnlyList<string>> NamedAsync(IEnumerable<string> ids)
    {
        List<string> named = [];
        foreach (string id in ids)
        {
            JsonNode? image = await Api.FindAsync($"images/{id}/json", Cancellation);
            named.Add(image is null ? $"container {id}" : $"{id} {image["ContainerConfig"]?["Cmd"]?.ToJsonString()}");
        }

        return named;
    }

    private static int Sockets() => Directory.EnumerateFiles("/proc/self/fd")
        .Count(file => new FileInfo(file).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);
}
