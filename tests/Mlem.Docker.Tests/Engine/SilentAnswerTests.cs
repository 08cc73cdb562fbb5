using System.Diagnostics;
using Mlem.Docker.Engine;
using Mlem.Docker.Tests.Registries;

namespace Mlem.Docker.Tests.Engine;

/// <summary>An Engine that says nothing: each request ends at its limit or when it is cancelled, and says so.</summary>
public sealed class SilentAnswerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
    private static readonly ImageBuildRequest Build = new() { Tags = ["engdev-a:1"], Builder = ImageBuilderKind.Classic };

    [Fact]
    public async Task An_Engine_that_stops_reading_does_not_hold_a_cancelled_build()
    {
        await using var engine = new ScriptedEngine(async (request, connection, cancellation) =>
        {
            if (!await ScriptedEngine.GreetAsync(request, connection, cancellation))
                await Task.Delay(Timeout.Infinite, cancellation);
        });
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        cancel.CancelAfter(200);
        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.BuildAsync(Build, ImageAnswers.WriteEndless, NullOperationObserver.Instance, cancel.Token));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Cancelling_a_silent_build_closes_the_connection()
    {
        var closed = new TaskCompletionSource();
        await using var engine = new ScriptedEngine(async (request, connection, cancellation) =>
        {
            if (await ScriptedEngine.GreetAsync(request, connection, cancellation))
                return;
            await ScriptedEngine.DrainChunksAsync(connection, cancellation);
            await connection.WriteAsync(ScriptedEngine.ChunkedHead(), cancellation);
            if (await connection.ReadAsync(new byte[1], cancellation) == 0)
                closed.SetResult();
        });
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        cancel.CancelAfter(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.BuildAsync(Build, ImageAnswers.WriteContext, NullOperationObserver.Instance, cancel.Token));
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(5), Cancellation);
    }

    [Fact]
    public async Task A_silence_beyond_the_limit_is_a_cut()
    {
        await using var engine = Stalled(pings: int.MaxValue);
        var timeouts = new EngineTimeouts { BuildSilence = TimeSpan.FromMilliseconds(300) };
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, timeouts, Cancellation);
        var error = await Assert.ThrowsAsync<EngineException>(() => client.BuildAsync(Build, ImageAnswers.WriteContext, NullOperationObserver.Instance, Cancellation));
        Assert.Equal("EngineStreamCut", error.ErrorId);
        Assert.Contains("silent", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_build_ends_when_the_Engine_no_longer_answers()
    {
        await using var engine = Stalled(pings: 3);
        var timeouts = new EngineTimeouts { PingEvery = TimeSpan.FromMilliseconds(50), Connect = TimeSpan.FromMilliseconds(500) };
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, timeouts, Cancellation);
        var error = await Assert.ThrowsAsync<EngineException>(() => client.BuildAsync(Build, ImageAnswers.WriteContext, NullOperationObserver.Instance, Cancellation));
        Assert.Equal("EngineStreamCut", error.ErrorId);
        Assert.Contains("no longer answers", error.Message, StringComparison.Ordinal);
        Assert.True(engine.Requests.Count(request => request.Path == "/_ping") >= 5);
    }

    [Fact]
    public async Task A_stream_whose_answer_never_begins_is_a_cut()
    {
        await using var engine = new ScriptedEngine(async (request, connection, cancellation) =>
        {
            if (!await ScriptedEngine.GreetAsync(request, connection, cancellation))
                await Task.Delay(Timeout.Infinite, cancellation);
        });
        var limit = TimeSpan.FromMilliseconds(300);
        var timeouts = new EngineTimeouts { BuildSilence = limit, TransferSilence = limit };
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, timeouts, Cancellation);
        var observer = NullOperationObserver.Instance;
        Assert.Equal("EngineStreamCut", (await Assert.ThrowsAsync<EngineException>(() => client.BuildAsync(Build, ImageAnswers.WriteEndless, observer, Cancellation))).ErrorId);
        Assert.Equal("EngineStreamCut", (await Assert.ThrowsAsync<EngineException>(() => client.Transfers.PullAsync("a/b", null, null, observer, Cancellation))).ErrorId);
        Assert.Equal("EngineStreamCut", (await Assert.ThrowsAsync<EngineException>(() => client.Transfers.PushAsync("a/b", null, observer, Cancellation))).ErrorId);
    }

    [Fact]
    public async Task A_typed_call_that_is_not_answered_ends_at_its_limit()
    {
        await using var engine = Stalled(pings: 1);
        var timeouts = new EngineTimeouts { Response = TimeSpan.FromMilliseconds(300) };
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, timeouts, Cancellation);
        var error = await Assert.ThrowsAsync<EngineException>(() => client.Images.FindImageAsync("engdev-a", Cancellation));
        Assert.Equal("EngineTimeout", error.ErrorId);
    }

    private static ScriptedEngine Stalled(int pings)
    {
        var left = pings;
        return new ScriptedEngine(async (request, connection, cancellation) =>
        {
            if (request.Path == "/_ping" && Interlocked.Decrement(ref left) >= 0)
            {
                await ScriptedEngine.GreetAsync(request, connection, cancellation);
                return;
            }

            if (request.Method == "POST")
                await connection.WriteAsync(ScriptedEngine.ChunkedHead(), cancellation);
            await Task.Delay(Timeout.Infinite, cancellation);
        });
    }
}
