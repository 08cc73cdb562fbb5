using System.Text;
using System.Text.Json;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Engine;

/// <summary>
/// What Engines, builders and registries really said (<c>tests/golden/engine/messages.json</c>), and the error id and
/// remedy that this must become.
/// </summary>
public sealed class EngineMessagesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly Recorded[] All = JsonSerializer.Deserialize<Recorded[]>(
        File.ReadAllText(GoldenStreams.File("messages.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<string> Requests => [.. All.Select(one => one.Request).Distinct()];

    [Fact]
    public void There_are_messages_of_every_Engine()
    {
        Assert.True(All.Length >= 60, $"only {All.Length}");
        Assert.All(
            (string[])["20.10.24", "20.10.24+buildkit", "26.1.5", "28.5.2", "28.5.2+buildkit", "28.5.2-containerd", "28.5.2-containerd+buildkit", "podman-5.4.2"],
            engine => Assert.True(All.Count(one => one.Engine == engine) > 10, engine));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Each_message_becomes_the_error_and_the_remedy_that_fit_it(string request)
    {
        List<string> wrong = [];
        foreach (var one in All.Where(one => one.Request == request))
        {
            var error = await ErrorAsync(one);
            if (error.ErrorId != one.ErrorId || error.Recommendation?.Contains(one.Remedy, StringComparison.Ordinal) != true)
                wrong.Add($"{one.Engine}, {one.Did}: {error.ErrorId} ({error.Recommendation}) and not {one.ErrorId} ({one.Remedy}): {one.Message}");
            Assert.Contains(one.Message.Trim().TrimEnd('.')[..Math.Min(20, one.Message.Trim().TrimEnd('.').Length)], error.Message, StringComparison.Ordinal);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("image", 404, "No such image: unauthorized/x509:1", "ImageNotFound")]
    [InlineData("container", 404, "No such container: port-is-already-allocated-network", "ContainerNotFound")]
    [InlineData("pull", 404, "manifest for denied/unauthorized:1 not found: manifest unknown: manifest unknown", "ImageNotFound")]
    public async Task A_name_says_nothing_of_a_failure(string request, int status, string message, string errorId) =>
        Assert.Equal(errorId, (await ErrorAsync(new Recorded("any", request, "", status, message, errorId, ""))).ErrorId);

    private static async Task<MlemException> ErrorAsync(Recorded one)
    {
        var json = JsonSerializer.Serialize(new { message = one.Message });
        var answer = one.Status >= 400
            ? ScriptedEngine.Answer(one.Status, json)
            : ScriptedEngine.Chunked(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { errorDetail = new { message = one.Message }, error = one.Message }) + "\r\n"));
        if (one.Request is "build" or "push" or "pull")
        {
            await using var engine = FaultyAnswerTests.Serve(answer);
            await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
            return await Assert.ThrowsAnyAsync<MlemException>(() => RunAsync(client, one));
        }

        var subject = one.Request switch
        {
            "image" => EngineSubject.Image,
            "distribution" => EngineSubject.Registry,
            "service" or "secret" => EngineSubject.Service,
            "version" => EngineSubject.Engine,
            _ => EngineSubject.Container,
        };
        return EngineErrors.FromAnswer("Asking", Named(one.Message), subject, one.Status, json);
    }

    private static Task RunAsync(DockerEngine client, Recorded one)
    {
        var observer = NullOperationObserver.Instance;
        var builder = one.Engine.EndsWith("+buildkit", StringComparison.Ordinal) ? ImageBuilderKind.BuildKit : ImageBuilderKind.Classic;
        return one.Request switch
        {
            "build" => client.BuildAsync(new ImageBuildRequest { Tags = ["streams-m:1"], Builder = builder }, ImageAnswers.WriteContext, observer, Cancellation),
            "push" => client.Transfers.PushAsync(Named(one.Message), null, observer, Cancellation),
            _ => client.Transfers.PullAsync(Named(one.Message), null, null, observer, Cancellation),
        };
    }

    // What was asked for stands in the words of the tests that try names.
    private static string Named(string message) =>
        ((string[])["unauthorized/x509:1", "port-is-already-allocated-network", "denied/unauthorized:1"]).FirstOrDefault(message.Contains) ?? "localhost:5977/x:1";

    private sealed record Recorded(string Engine, string Request, string Did, int Status, string Message, string ErrorId, string Remedy);
}
