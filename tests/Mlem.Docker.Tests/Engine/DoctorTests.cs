using System.Globalization;
using System.Text;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Engine;

/// <summary>The doctor, on Engines that have every illness.</summary>
public sealed class DoctorTests
{
    private static readonly string[] Names =
        ["Endpoint", "Version", "ApiVersion", "Builder", "Storage", "RegistryLogin", "Dns", "BaseImage"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_Engine_that_is_well_passes_every_check_and_the_container_is_removed()
    {
        var script = new Script();
        var checks = await ExamineAsync(script, image: "python:3.11-slim");
        Assert.All(checks.Where(check => check.Name != "RegistryLogin"), check => Assert.Equal((check.Name, DockerCheckState.Passed), (check.Name, check.State)));
        Assert.Equal(DockerCheckState.Skipped, State(checks, "RegistryLogin"));
        Assert.Contains("20.10.24", Finding(checks, "Version"), StringComparison.Ordinal);
        Assert.Contains("1.41", Finding(checks, "ApiVersion"), StringComparison.Ordinal);
        Assert.Contains("given as the daemon's host", Finding(checks, "Endpoint"), StringComparison.Ordinal);
        Assert.Contains("76.8 GB are free", Finding(checks, "Storage"), StringComparison.Ordinal);
        Assert.Contains("images take 418.4 MB, the build cache 3 MB", Finding(checks, "Storage"), StringComparison.Ordinal);
        Assert.Equal(1, script.Removed);
    }

    [Theory]
    [InlineData(900_000, "Failed")]
    [InlineData(4_000_000, "Warning")]
    [InlineData(6_000_000, "Passed")]
    public async Task Little_storage_is_told_with_what_to_do(long kilobytes, string state)
    {
        var checks = await ExamineAsync(new Script { FreeKilobytes = kilobytes }, image: "python:3.11-slim");
        var storage = checks.Single(check => check.Name == "Storage");
        Assert.Equal(state, storage.State.ToString());
        Assert.Equal(state != "Passed", storage.Remedy is not null);
    }

    [Theory]
    [InlineData(2, "Failed")]
    [InlineData(90, "Skipped")]
    [InlineData(0, "Passed")]
    public async Task A_container_that_cannot_look_a_name_up_is_told_from_an_image_without_the_program(int exitCode, string state)
    {
        var script = new Script { ExitCode = exitCode };
        var checks = await ExamineAsync(script, image: "python:3.11-slim");
        Assert.Equal(state, State(checks, "Dns").ToString());
        Assert.Equal(1, script.Removed);
    }

    [Fact]
    public async Task A_container_that_does_not_start_is_a_failed_row_and_is_removed()
    {
        var script = new Script { Start = ScriptedEngine.Answer(500, """{"message":"exec: \"sh\": executable file not found in $PATH"}""") };
        var checks = await ExamineAsync(script, image: "python:3.11-slim");
        Assert.Equal(DockerCheckState.Failed, State(checks, "Dns"));
        Assert.Contains("executable file not found", Finding(checks, "Dns"), StringComparison.Ordinal);
        Assert.Equal(DockerCheckState.Skipped, State(checks, "Storage"));
        Assert.Equal(1, script.Removed);
    }

    [Fact]
    public async Task Without_an_image_given_only_well_known_ones_are_started()
    {
        var script = new Script { Images = ["team/secret-job:1"] };
        var checks = await ExamineAsync(script, image: null);
        Assert.Equal(DockerCheckState.Skipped, State(checks, "Dns"));
        Assert.Equal(DockerCheckState.Warning, State(checks, "BaseImage"));
        Assert.Equal(0, script.Removed);

        script = new Script { Images = ["team/secret-job:1", "alpine:3.19", "registry.example:5000/python:3.12-slim"] };
        checks = await ExamineAsync(script, image: null);
        Assert.Contains("registry.example:5000/python:3.12-slim is there", Finding(checks, "BaseImage"), StringComparison.Ordinal);
        Assert.Contains("registry.example:5000/python:3.12-slim", Finding(checks, "Dns"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_image_that_is_not_there_is_a_warning()
    {
        var checks = await ExamineAsync(new Script(), image: "python:3.99-slim");
        Assert.Equal(DockerCheckState.Warning, State(checks, "BaseImage"));
        Assert.Equal(DockerCheckState.Skipped, State(checks, "Dns"));
    }

    [Fact]
    public async Task An_Engine_that_is_too_old_answers_and_fails_by_its_API()
    {
        var checks = await ExamineAsync(new Script { Ping = "Api-Version: 1.18\r\n" }, image: null);
        Assert.Equal(DockerCheckState.Passed, State(checks, "Endpoint"));
        Assert.Equal(DockerCheckState.Failed, State(checks, "ApiVersion"));
        Assert.Contains("1.18", Finding(checks, "ApiVersion"), StringComparison.Ordinal);
        Assert.All(checks.Where(check => check.Name is not ("Endpoint" or "ApiVersion")), check => Assert.Equal(DockerCheckState.Skipped, check.State));
    }

    [Fact]
    public async Task An_Engine_that_is_newer_than_everything_known_is_a_warning()
    {
        var checks = await ExamineAsync(
            new Script { Ping = "Api-Version: 1.99\r\nBuilder-Version: 2\r\n", Oldest = "1.80", Newest = "1.99" }, image: null);
        Assert.Equal(DockerCheckState.Warning, State(checks, "ApiVersion"));
        Assert.Contains("BuildKit", Finding(checks, "Builder"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Windows_containers_fail()
    {
        var checks = await ExamineAsync(new Script { System = "windows" }, image: null);
        Assert.Equal(DockerCheckState.Failed, State(checks, "Version"));
    }

    [Theory]
    [InlineData("unix:///nowhere/docker.sock", "no such socket")]
    [InlineData("ftp://x", "ftp")]
    public async Task An_Engine_that_does_not_answer_is_one_failed_row_and_the_rest_are_skipped(string host, string word)
    {
        var checks = await ExamineAsync(host, null);
        Assert.Equal(DockerCheckState.Failed, State(checks, "Endpoint"));
        Assert.Contains(word, Finding(checks, "Endpoint"), StringComparison.Ordinal);
        Assert.NotNull(checks[0].Remedy);
        Assert.All(checks.Skip(1), check => Assert.Equal(DockerCheckState.Skipped, check.State));
    }

    [Fact]
    public async Task An_Engine_that_falls_ill_after_its_ping_throws_nothing()
    {
        await using var engine = new ScriptedEngine(async (request, connection, cancellation) =>
        {
            if (!await ScriptedEngine.GreetAsync(request, connection, cancellation))
                await connection.WriteAsync("garbage\0\0"u8.ToArray(), cancellation);
        });
        var checks = await ExamineAsync(
            engine.Endpoint.Address, "python:3.11-slim", new EngineTimeouts { Response = TimeSpan.FromSeconds(0.3) });
        Assert.Equal(
            [("Version", DockerCheckState.Failed), ("Storage", DockerCheckState.Failed), ("BaseImage", DockerCheckState.Failed)],
            checks.Where(check => check.State == DockerCheckState.Failed).Select(check => (check.Name, check.State)));
    }

    [Fact]
    public async Task A_registry_that_does_not_answer_is_a_failed_row_with_its_name()
    {
        List<DockerCheck> checks = [];
        var options = new DockerDoctorOptions
        {
            DaemonHost = "unix:///nowhere/docker.sock",
            Registry = new RemoteRegistry("localhost:1"),
            Credentials = RegistryCredentials.None,
            RegistryOptions = new RegistryClientOptions { Retries = 0 },
        };
        await foreach (var check in DockerDoctor.ExamineAsync(options, Cancellation))
            checks.Add(check);
        Assert.Equal(DockerCheckState.Failed, State(checks, "RegistryLogin"));
        Assert.Contains("localhost:1", Finding(checks, "RegistryLogin"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_diagnosis_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in DockerDoctor.ExamineAsync(new DockerDoctorOptions { DaemonHost = "unix:///nowhere" }, cancelled.Token))
                continue;
        });
    }

    private static DockerCheckState State(IEnumerable<DockerCheck> checks, string name) => checks.Single(check => check.Name == name).State;

    private static string Finding(IEnumerable<DockerCheck> checks, string name) => checks.Single(check => check.Name == name).Finding;

    private static async Task<List<DockerCheck>> ExamineAsync(Script script, string? image)
    {
        await using var engine = new ScriptedEngine(script.ServeAsync);
        return await ExamineAsync(engine.Endpoint.Address, image);
    }

    private static async Task<List<DockerCheck>> ExamineAsync(string host, string? image, EngineTimeouts? timeouts = null)
    {
        List<DockerCheck> checks = [];
        var options = new DockerDoctorOptions
        {
            DaemonHost = host,
            Image = image,
            Environment = new Dictionary<string, string?>(),
            Timeouts = timeouts ?? new EngineTimeouts(),
        };
        await foreach (var check in DockerDoctor.ExamineAsync(options, Cancellation))
            checks.Add(check);
        Assert.Equal(Names, checks.Select(check => check.Name));
        Assert.All(checks, check => Assert.NotEmpty(check.Finding));
        return checks;
    }

    /// <summary>An Engine with one image and one container, which is well unless told otherwise.</summary>
    private sealed class Script
    {
        private int _removed;

        public string Ping { get; init; } = ScriptedEngine.ServerHead;

        public string Newest { get; init; } = "1.41";

        public string Oldest { get; init; } = "1.12";

        public string System { get; init; } = "linux";

        public long FreeKilobytes { get; init; } = 75_000_000;

        public int ExitCode { get; init; }

        public byte[]? Start { get; init; }

        public string[] Images { get; init; } = ["python:3.11-slim"];

        public int Removed => _removed;

        public Task ServeAsync(ScriptedRequest request, Stream connection, CancellationToken cancellation) =>
            connection.WriteAsync(Answer(request), cancellation).AsTask();

        private byte[] Answer(ScriptedRequest request) => (request.Method, request.Path.Split('?')[0]) switch
        {
            (_, "/_ping") => Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{Ping}Content-Length: 2\r\n\r\nOK"),
            (_, "/version") => ScriptedEngine.Answer(200, $$"""{"Version":"20.10.24","ApiVersion":"{{Newest}}","MinAPIVersion":"{{Oldest}}","Os":"{{System}}","Arch":"amd64"}"""),
            (_, "/info") => ScriptedEngine.Answer(200, """{"Name":"elsewhere","DockerRootDir":"/var/lib/docker"}"""),
            (_, "/system/df") => ScriptedEngine.Answer(200, """{"LayersSize":418439213,"BuildCache":[{"Size":1000000},{"Size":2000000}]}"""),
            (_, "/images/python:3.11-slim/json") => ScriptedEngine.Answer(200, """{"Id":"sha256:1","Size":130000000,"RepoTags":["python:3.11-slim"]}"""),
            (_, "/images/json") => ScriptedEngine.Answer(200, $"[{string.Join(',', Images.Select((name, index) => $$"""{"Id":"sha256:{{index}}","RepoTags":["{{name}}"],"Size":{{index}}}"""))}]"),
            (_, "/containers/create") => ScriptedEngine.Answer(201, """{"Id":"c1","Warnings":[]}"""),
            (_, "/containers/c1/start") => Start ?? ScriptedEngine.Answer(204, ""),
            (_, "/containers/c1/wait") => ScriptedEngine.Answer(200, $$"""{"StatusCode":{{ExitCode}}}"""),
            (_, "/containers/c1/json") => ScriptedEngine.Answer(200, """{"Id":"c1","Name":"/x","Image":"sha256:1","Config":{"Tty":false},"State":{"Status":"exited"}}"""),
            (_, "/containers/c1/logs") => Log(string.Create(CultureInfo.InvariantCulture, $"overlay 264212084 21763464 {FreeKilobytes} 22% /\n--\n203.0.113.80 pypi.org\n")),
            ("DELETE", "/containers/c1") => Remove(),
            _ => ScriptedEngine.Answer(404, """{"message":"no such image: x"}"""),
        };

        private byte[] Remove()
        {
            Interlocked.Increment(ref _removed);
            return ScriptedEngine.Answer(204, "");
        }

        // A frame: stream 1, three zeros, the length in four bytes.
        private static byte[] Log(string text) =>
            ScriptedEngine.Chunked([1, 0, 0, 0, 0, 0, 0, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)]);
    }
}
