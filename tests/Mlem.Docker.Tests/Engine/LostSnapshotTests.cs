using System.Text;
using System.Text.Json;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Engine;

/// <summary>A build that fell over what BuildKit cleared away behind another one is made once more, and only that one.</summary>
public sealed class LostSnapshotTests
{
    // As Engine 28.5.2 says it after a build of the same steps was stopped.
    private const string Lost = "failed to commit ub9p to yzox during finalize: failed to stat active key during commit: snapshot ub9p does not exist: not found";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_second_try_is_the_build()
    {
        var observer = new Registries.RecordingObserver();
        var (built, asked) = await BuildAsync(Lost, always: false, observer);
        Assert.Equal(GoldenStreams.ClassicId, built!.ImageId);
        Assert.Equal(2, asked);
        Assert.Contains(observer.Everything, line => line.Contains(Lost, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Lost, true, 2)]
    [InlineData("failed to compute cache key: \"/model\": not found", false, 1)]
    public async Task What_fails_again_or_for_another_reason_has_failed(string words, bool always, int tries)
    {
        var (built, asked) = await BuildAsync(words, always, NullOperationObserver.Instance);
        Assert.Null(built);
        Assert.Equal(tries, asked);
    }

    private static async Task<(ImageBuildResult? Built, int Asked)> BuildAsync(string words, bool always, IOperationObserver observer)
    {
        var failure = ScriptedEngine.Chunked(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { error = words }) + "\n"));
        var success = ScriptedEngine.Chunked(GoldenStreams.Read("classic_ok"));
        int asked = 0;
        await using var engine = new ScriptedEngine(async (request, connection, cancellation) =>
        {
            if (await ScriptedEngine.GreetAsync(request, connection, cancellation))
                return;
            bool fails = request.Method == "POST" && (Interlocked.Increment(ref asked) == 1 || always);
            await ImageAnswers.ServeAsync(request, connection, fails ? failure : success, _ => GoldenStreams.ClassicId, cancellation);
        });
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        ImageBuildRequest request = new() { Tags = ["engdev-a:1"], Builder = ImageBuilderKind.Classic };
        try
        {
            return (await client.BuildAsync(request, ImageAnswers.WriteContext, observer, Cancellation), asked);
        }
        catch (ImageBuildException)
        {
            return (null, asked);
        }
    }
}
