using System.Text;
using System.Text.Json;
using Mlem.Docker.Engine;
using Mlem.Docker.Tests.Registries;

namespace Mlem.Docker.Tests.Engine;

/// <summary>The Engine's words become the id and the advice that fit them, and no other.</summary>
public sealed class EngineWordsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // As Docker Engine 20.10 and 28 say it.
    public static TheoryData<string, string, string> Troubles => new()
    {
        { "Get \"https://r.example/v2/\": x509: certificate signed by unknown authority", "RegistryCertificateInvalid", "certs.d" },
        { "Get \"https://r.example/v2/\": tls: failed to verify certificate: x509: certificate has expired", "RegistryCertificateInvalid", "certs.d" },
        { "Get \"https://r.example/v2/\": http: server gave HTTP response to HTTPS client", "RegistryTlsMissing", "insecure-registries" },
        { "Get \"https://r.example/v2/\": dial tcp: lookup r.example on 127.0.0.11:53: no such host", "RegistryHostUnknown", "DNS" },
        { "error parsing HTTP 404 response body: invalid character '<' looking for beginning of value: \"<html>\"", "RegistryNotARegistry", "no Docker registry" },
        { "received unexpected HTTP status: 503 Service Unavailable", "RegistryUnavailable", "its log" },
        { "toomanyrequests: You have reached your pull rate limit", "RegistryRateLimited", "Wait" },
        { "Get \"https://r.example/v2/\": dial tcp 10.0.0.1:443: connect: connection refused", "RegistryUnreachable", "firewalls" },
        { "write /var/lib/docker/tmp/GetImageBlob1: no space left on device", "NoSpaceLeft", "docker system df" },
        { "unauthorized: authentication required", "RegistryAccessDenied", "Log in" },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Trouble_with_a_registry_says_which_it_is_and_what_to_do(string words, string errorId, string advice)
    {
        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { errorDetail = new { message = words }, error = words }) + "\n");
        await using var engine = FaultyAnswerTests.Serve(ScriptedEngine.Chunked(line));
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        var observer = NullOperationObserver.Instance;
        ImageBuildRequest request = new() { Tags = ["a:1"], Builder = ImageBuilderKind.Classic };
        foreach (var work in new Func<Task>[]
        {
            () => client.Transfers.PushAsync("r.example/a:1", null, observer, Cancellation),
            () => client.Transfers.PullAsync("r.example/a:1", null, null, observer, Cancellation),
            () => client.BuildAsync(request, ImageAnswers.WriteContext, observer, Cancellation),
        })
        {
            var error = await Assert.ThrowsAnyAsync<EngineException>(work);
            Assert.Equal(errorId, error.ErrorId);
            Assert.Contains(words, error.Message, StringComparison.Ordinal);
            Assert.Contains(advice, error.Recommendation, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("The command '/bin/sh -c echo unauthorized: port is already allocated, no such host; exit 3' returned a non-zero code: 3")]
    [InlineData("executor failed running [/bin/sh -c echo invalid tag x509: no space left on device]: exit code: 3")]
    public async Task The_text_of_a_command_that_failed_is_not_its_reason(string words)
    {
        var error = await FailAsync(words, "Step 1/1 : RUN x", "unauthorized\n");
        Assert.Equal("ImageBuildFailed", error.ErrorId);
        Assert.Equal(3, error.ExitCode);
    }

    [Fact]
    public async Task A_command_that_found_no_space_on_the_Engine_says_so()
    {
        var error = await FailAsync(
            "The command '/bin/sh -c pip install x' returned a non-zero code: 1",
            "Step 1/1 : RUN pip install x",
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n");
        Assert.Equal("NoSpaceLeft", error.ErrorId);
        Assert.Contains("docker system df", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_line_of_a_secret_of_several_lines_is_masked()
    {
        var observer = new RecordingObserver();
        ImageBuildRequest request = new()
        {
            Tags = ["a:1"],
            Builder = ImageBuilderKind.Classic,
            BuildArguments = new Dictionary<string, string?> { ["KEY"] = "-----BEGIN\nk3yk3yk3y\r\nz9z9z9z9\n" },
        };
        var error = await FailAsync("it broke near z9z9z9z9", "Step 1/1 : RUN x", "got k3yk3yk3y\n", request, observer);
        Assert.DoesNotContain("k3yk3yk3y", string.Concat(observer.Everything) + error + string.Concat(error.OutputTail), StringComparison.Ordinal);
        Assert.DoesNotContain("z9z9z9z9", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<ImageBuildException> FailAsync(
        string words, string step, string output, ImageBuildRequest? request = null, IOperationObserver? observer = null)
    {
        string[] lines = [JsonSerializer.Serialize(new { stream = step }), JsonSerializer.Serialize(new { stream = output }), JsonSerializer.Serialize(new { error = words })];
        await using var engine = FaultyAnswerTests.Serve(ScriptedEngine.Chunked(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n")));
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        return await Assert.ThrowsAsync<ImageBuildException>(() => client.BuildAsync(
            request ?? new ImageBuildRequest { Tags = ["a:1"], Builder = ImageBuilderKind.Classic },
            ImageAnswers.WriteContext,
            observer ?? NullOperationObserver.Instance,
            Cancellation));
    }
}
