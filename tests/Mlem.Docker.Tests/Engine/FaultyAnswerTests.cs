using System.Text;
using CsCheck;
using Mlem.Docker.Engine;
using Mlem.Docker.Tests.Registries;

namespace Mlem.Docker.Tests.Engine;

/// <summary>Garbage, refusals and haste: what an Engine, or what lies before it, may do to a request.</summary>
public sealed class FaultyAnswerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
    private static readonly ImageBuildRequest Build = new() { Tags = ["engdev-a:1", "engdev-a:2"], Builder = ImageBuilderKind.Classic };

    public static TheoryData<string> Disturbances =>
        ["not json", "{\"stream\":", "[1,2]", "\"text\"", "\0\0\0", "<html><body>502</body></html>", "{}", "{\"aux\":{}}", "{\"aux\":7,\"id\":\"moby.buildkit.trace\"}",
         "{\"id\":\"moby.buildkit.trace\",\"aux\":\"!!!\"}", "{\"id\":\"moby.buildkit.trace\",\"aux\":\"CAgICP//\"}", "{\"stream\":\"\\ud800\"}", "{\"progressDetail\":{\"current\":1e99}}"];

    [Theory]
    [MemberData(nameof(Disturbances))]
    public async Task Lines_that_are_no_messages_are_passed_over(string line)
    {
        var lines = ImageAnswers.Text(GoldenStreams.Read("classic_ok")).Split('\n');
        var disturbed = string.Join('\n', lines.SelectMany(one => one.Length == 0 ? [one] : new[] { line, one }));
        var result = await BuildAsync(Encoding.UTF8.GetBytes(disturbed));
        Assert.Equal(GoldenStreams.ClassicId, result.ImageId);
        Assert.Equal(6, result.Steps.Count);
    }

    [Fact]
    public async Task Doubled_lines_and_stray_zero_bytes_change_nothing()
    {
        var lines = ImageAnswers.Text(GoldenStreams.Read("classic_ok")).Split('\n');
        var doubled = string.Join('\n', lines.SelectMany(one => new[] { one, "\0" + one + "\0" }));
        var result = await BuildAsync(Encoding.UTF8.GetBytes(doubled + "\n"));
        Assert.Equal(6, result.Steps.Count);
        Assert.Equal("Step 4/6 : RUN echo hello-eng; echo \"Successfully built abcdef012345\"", result.Steps[3].ToString());
    }

    [Fact]
    public async Task A_line_without_end_is_passed_over_within_bounded_memory()
    {
        var huge = new byte[40 * 1024 * 1024];
        Array.Fill(huge, (byte)'x');
        byte[] body = [.. huge, (byte)'\n', .. GoldenStreams.Read("classic_ok")];
        Assert.Equal(GoldenStreams.ClassicId, (await BuildAsync(body)).ImageId);
    }

    [Fact]
    public void Random_bytes_in_the_middle_never_crash_the_reader_nor_make_a_success_of_a_failure()
    {
        var failed = GoldenStreams.Read("classic_fail");
        Gen.Select(Gen.Int[0, failed.Length], Gen.Byte.Array[0, 40]).Sample(
            (at, noise) =>
            {
                byte[] body = [.. failed.AsSpan(0, at), .. noise, .. failed.AsSpan(at)];
                var error = Assert.ThrowsAny<EngineException>(() => BuildAsync(body).GetAwaiter().GetResult());
                Assert.True(error.ErrorId is "ImageBuildFailed" or "EngineStreamCut", error.Message);
            },
            iter: 300);
    }

    [Theory]
    [InlineData("classic_fail", ImageBuilderKind.Classic, "Step 3/4 : ")]
    [InlineData("buildkit_fail", ImageBuilderKind.BuildKit, "Step 3/3 : ")]
    [InlineData("28o_classic_fail", ImageBuilderKind.Classic, "Step 3/3 : ")]
    [InlineData("28c_classic_fail", ImageBuilderKind.Classic, "Step 3/3 : ")]
    [InlineData("28o_stages_fail", ImageBuilderKind.Classic, "Step 5/5 : ")]
    [InlineData("28o_buildkit_fail", ImageBuilderKind.BuildKit, "Step 3/3 : ")]
    [InlineData("28c_buildkit_fail", ImageBuilderKind.BuildKit, "Step 3/3 : ")]
    [InlineData("podman_classic_fail", ImageBuilderKind.Classic, "Step 3/3 : ")]
    [InlineData("podman_stages_fail", ImageBuilderKind.Classic, "Step 3/3 : ")]
    public async Task A_failed_step_is_one_error_with_instruction_exit_code_and_output(string recording, ImageBuilderKind builder, string step)
    {
        var error = await Assert.ThrowsAsync<ImageBuildException>(() =>
            BuildAsync(GoldenStreams.Read(recording), Build with { Builder = builder }));
        Assert.Equal("ImageBuildFailed", error.ErrorId);
        Assert.Equal("RUN echo before; echo oops >&2; exit 7", error.Instruction);
        Assert.Equal(7, error.ExitCode);
        Assert.Equal(["before", "oops"], error.OutputTail.Order());
        Assert.Contains($"'{step}RUN echo before; echo oops >&2; exit 7' with exit code 7", error.Message, StringComparison.Ordinal);
        Assert.Contains("\n  oops", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"error\":\"something broke\"}")]
    [InlineData("{\"errorDetail\":{\"message\":\"something broke\"}}")]
    [InlineData("{\"errorDetail\":{\"code\":1},\"error\":\"something broke\"}")]
    public async Task An_error_counts_even_after_the_image_is_named(string line)
    {
        byte[] body = [.. GoldenStreams.Read("classic_ok"), .. Encoding.UTF8.GetBytes(line + "\r\n")];
        var error = await Assert.ThrowsAsync<ImageBuildException>(() => BuildAsync(body));
        Assert.Contains("something broke", error.Message, StringComparison.Ordinal);
        byte[] push = [.. GoldenStreams.Read("push_ok"), .. Encoding.UTF8.GetBytes(line + "\r\n")];
        await using var engine = Serve(ScriptedEngine.Chunked(push));
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        var refused = await Assert.ThrowsAsync<EngineException>(() => client.Transfers.PushAsync("localhost:5977/engdev/a:1", null, NullOperationObserver.Instance, Cancellation));
        Assert.Equal("ImagePushFailed", refused.ErrorId);
    }

    [Fact]
    public async Task An_image_that_the_Engine_does_not_have_is_not_built()
    {
        await using var engine = Serve(ScriptedEngine.Chunked(GoldenStreams.Read("classic_ok")), _ => null);
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        var error = await Assert.ThrowsAsync<EngineException>(() => client.BuildAsync(Build, ImageAnswers.WriteContext, NullOperationObserver.Instance, Cancellation));
        Assert.Equal("ImageBuildUnverified", error.ErrorId);
    }

    [Theory]
    [InlineData(400, "{\"message\":\"dockerfile parse error line 3: unknown instruction: FOO\"}", "ImageBuildFailed")]
    [InlineData(500, "{\"message\":\"write /var/lib/docker/x: no space left on device\"}", "NoSpaceLeft")]
    [InlineData(500, "{\"message\":\"invalid reference format\"}", "ImageReferenceInvalid")]
    [InlineData(400, "{\"message\":\"bad\"}", "EngineBadParameter")]
    [InlineData(404, "page not found", "ImageNotFound")]
    [InlineData(502, "<html>Bad gateway</html>", "EngineError")]
    [InlineData(500, "", "EngineError")]
    public async Task A_refusal_is_told_in_the_Engines_words(int status, string body, string errorId)
    {
        await using var engine = Serve(ScriptedEngine.Answer(status, body));
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        var error = await Assert.ThrowsAnyAsync<EngineException>(() => client.BuildAsync(Build, ImageAnswers.WriteContext, NullOperationObserver.Instance, Cancellation));
        Assert.Equal(errorId, error.ErrorId);
        Assert.NotNull(error.Recommendation);
    }

    [Fact]
    public async Task Values_of_build_arguments_and_credentials_stay_out_of_everything()
    {
        const string Secret = "s3cret-value";
        var body = $"{{\"stream\":\"Step 1/1 : RUN x {Secret}\"}}\n{{\"stream\":\"printed {Secret}\\n\"}}\n{{\"error\":\"The command '|1 A=7 T={Secret} /bin/sh -c x' returned a non-zero code: 3\"}}\n";
        var observer = new RecordingObserver();
        var request = Build with
        {
            BuildArguments = new Dictionary<string, string?> { ["T"] = Secret, ["A"] = "7" },
            Credentials = new Dictionary<string, RegistryCredential> { ["registry.example"] = RegistryCredential.FromPassword("user", Secret) },
        };
        var error = await Assert.ThrowsAsync<ImageBuildException>(() => BuildAsync(Encoding.UTF8.GetBytes(body), request, observer));
        var everything = string.Join('\n', [error.ToString(), error.EngineMessage!, error.Step!.ToString(), .. error.OutputTail, .. observer.Everything, request.Credentials["registry.example"].ToString()]);
        Assert.DoesNotContain(Secret, everything, StringComparison.Ordinal);
        Assert.DoesNotContain("A=7", everything, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
    }

    [Fact]
    public async Task A_refusal_that_comes_while_the_context_is_being_sent_is_read()
    {
        await using var engine = new ScriptedEngine(async (request, connection, cancellation) =>
        {
            if (await ScriptedEngine.GreetAsync(request, connection, cancellation))
                return;
            // The Engine reads nothing of the body, answers, and closes under the writer's hands.
            await connection.WriteAsync(ScriptedEngine.Answer(400, "{\"message\":\"bad\"}"), cancellation);
            await connection.ReadExactlyAsync(new byte[1000], cancellation);
        });
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        var error = await Assert.ThrowsAsync<EngineException>(() => client.BuildAsync(Build, ImageAnswers.WriteEndless, NullOperationObserver.Instance, Cancellation));
        Assert.Equal(400, error.StatusCode);
    }

    [Fact]
    public async Task A_failure_of_the_contexts_writer_comes_out_as_it_is()
    {
        await using var engine = Serve([]);
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        var cause = new MlemException("ArtifactMissing", MlemErrorCategory.ReadError, "gone");
        var error = await Assert.ThrowsAsync<MlemException>(() => client.BuildAsync(
            Build,
            async (stream, stop) =>
            {
                await stream.WriteAsync(new byte[200_000], stop);
                throw cause;
            },
            NullOperationObserver.Instance,
            Cancellation));
        Assert.Same(cause, error);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<htm>", "EngineProtocolError")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"Id\":", "EngineStreamCut")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "EngineProtocolError")]
    [InlineData("garbage\r\n\r\n", "EngineProtocolError")]
    [InlineData("", "EngineStreamCut")]
    [InlineData("HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n", "EngineError")]
    public async Task A_broken_answer_to_a_typed_call_is_one_clear_error(string answer, string errorId)
    {
        await using var engine = new ScriptedEngine(async (request, connection, cancellation) =>
        {
            if (await ScriptedEngine.GreetAsync(request, connection, cancellation))
                return;
            await connection.WriteAsync(Encoding.ASCII.GetBytes(answer), cancellation);
            throw new IOException("closes");
        });
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        Assert.Equal(errorId, (await Assert.ThrowsAsync<EngineException>(() => client.Images.FindImageAsync("engdev-a", Cancellation))).ErrorId);
        Assert.Equal(errorId, (await Assert.ThrowsAsync<EngineException>(() => client.Containers.FindContainerAsync("engdev-a", Cancellation))).ErrorId);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 18\r\n\r\n404 page not found", "EngineProtocolError", "does not speak as a Docker Engine")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n", "EngineProtocolError", "does not speak as a Docker Engine")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<htm>", "EngineProtocolError", "does not speak as a Docker Engine")]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nmay!", "EngineAccessDenied", "may!")]
    public async Task What_answers_in_an_Engines_place_is_one_error_with_address_and_choice(string answer, string errorId, string words)
    {
        await using var server = new ScriptedEngine((_, connection, cancellation) => connection.WriteAsync(Encoding.ASCII.GetBytes(answer), cancellation).AsTask());
        var error = await Assert.ThrowsAsync<EngineException>(() => DockerEngine.ConnectAsync(server.Endpoint, Cancellation));
        Assert.Equal(errorId, error.ErrorId);
        Assert.All([server.Endpoint.Address, server.Endpoint.ChosenBy, words], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.NotNull(error.Recommendation);
    }

    internal static ScriptedEngine Serve(byte[] stream, Func<string, string?>? image = null) => new(
        async (request, connection, cancellation) =>
        {
            if (!await ScriptedEngine.GreetAsync(request, connection, cancellation))
                await ImageAnswers.ServeAsync(request, connection, stream, image ?? (_ => GoldenStreams.ClassicId), cancellation);
        });

    private static async Task<ImageBuildResult> BuildAsync(byte[] body, ImageBuildRequest? request = null, IOperationObserver? observer = null)
    {
        await using var engine = Serve(ScriptedEngine.Chunked(body));
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, Cancellation);
        return await client.BuildAsync(request ?? Build, ImageAnswers.WriteContext, observer ?? NullOperationObserver.Instance, Cancellation);
    }
}
