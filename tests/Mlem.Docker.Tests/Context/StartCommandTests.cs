using Mlem.Docker.Python.Yaml;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Context;

/// <summary>The server is the container's own process, so that it hears of a stop (D25), and what its environment has (D26).</summary>
public sealed class StartCommandTests
{
    private const string Exec = "exec mlem serve -l server.yaml -m model";
    private const string Plain = "mlem serve -l server.yaml -m model";

    [Theory]
    [InlineData("fastapi", false, "\nCMD [\"sh\", \"run.sh\"]", Exec)]
    [InlineData("fastapi", true, "\nCMD [\"sh\", \"run.sh\"]", Exec)]
    [InlineData("_sagemaker", false, "\nCMD [\"sh\", \"run.sh\"]", Exec)]
    public async Task By_default_the_server_takes_the_place_of_the_shell(string server, bool optimize, string end, string script)
    {
        DockerContext context = await ContextAsync(new DockerBuildArgs(), server, optimize);
        Assert.EndsWith(end, context.ReadText("Dockerfile"), StringComparison.Ordinal);
        Assert.Equal(script, context.ReadText("run.sh"));
        Assert.DoesNotContain("STOPSIGNAL", context.ReadText("Dockerfile"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task Rmq_answers_what_it_has_before_the_signal_that_ends_it_counts(bool optimize, bool image)
    {
        DockerContext context = await ContextAsync(new DockerBuildArgs(), "rmq", optimize, image: image);
        Assert.EndsWith("\nSTOPSIGNAL SIGINT\nCMD [\"sh\", \"run.sh\"]", context.ReadText("Dockerfile"), StringComparison.Ordinal);
        Assert.Contains("BlockingChannel.basic_consume = whole", context.ReadText("run.sh"), StringComparison.Ordinal);
        Assert.EndsWith("' " + Plain, context.ReadText("run.sh"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_MLEMs_layout_starts_rmq_with_MLEMs_command()
    {
        DockerContext context = await ContextAsync(new DockerBuildArgs(), "rmq");
        Assert.EndsWith("\nSTOPSIGNAL SIGINT\nCMD [\"sh\", \"run.sh\"]", context.ReadText("Dockerfile"), StringComparison.Ordinal);
        Assert.Equal(Exec, context.ReadText("run.sh"));
    }

    [Fact]
    public async Task The_process_that_streamlit_starts_ends_with_the_server()
    {
        DockerContext context = await ContextAsync(new DockerBuildArgs(), "streamlit");
        string script = context.ReadText("run.sh")!;
        Assert.Contains("\nexec ", script, StringComparison.Ordinal);
        Assert.Contains("process.terminate()", script, StringComparison.Ordinal);
        Assert.EndsWith("' " + Plain, script, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', script);
    }

    [Fact]
    public async Task AsMlem_is_MLEMs_own()
    {
        DockerContext context = await ContextAsync(new DockerBuildArgs(), "rmq", asMlem: true);
        Assert.EndsWith("\nCMD sh run.sh", context.ReadText("Dockerfile"), StringComparison.Ordinal);
        Assert.Equal(Plain, context.ReadText("run.sh"));
        Assert.DoesNotContain("STOPSIGNAL", context.ReadText("Dockerfile"), StringComparison.Ordinal);
        Assert.DoesNotContain("WEB_CONCURRENCY", context.ReadText("Dockerfile"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo \"cmd\" && sh run.sh", true)]
    [InlineData("python serve.py", true)]
    [InlineData("exec python serve.py", false)]
    [InlineData("cd /srv && exec python serve.py", false)]
    [InlineData("exec python serve.py | tee log", true)]
    [InlineData("bash -c \"exec python serve.py\"", true)]
    [InlineData("exec bash -c \"exec python serve.py\"", false)]
    [InlineData("exec bash -c 'cd /srv && exec python serve.py'", false)]
    [InlineData("exec bash -c 'python serve.py'", true)]
    [InlineData("exec sh start.sh", true)]
    [InlineData("trap 'kill $p' TERM; python serve.py & p=$!; wait", false)]
    [InlineData("[ -f x ] && exec python serve.py", false)]
    [InlineData("""["python", "serve.py"]""", false)]
    [InlineData("""["sh", "-c", "python serve.py"]""", true)]
    [InlineData("""["/bin/bash", "-lc", "exec python serve.py"]""", false)]
    [InlineData("""["sh", "start.sh"]""", true)]
    [InlineData("""["/usr/bin/env", "bash", "start.sh"]""", true)]
    [InlineData("""["tini", "--", "sh", "run.sh"]""", true)]
    [InlineData("""["tini", "-g", "--", "sh", "run.sh"]""", false)]
    [InlineData("""["tini", "--", "python", "serve.py"]""", false)]
    [InlineData("""["gosu", "app", "sh", "run.sh"]""", true)]
    [InlineData("""["busybox", "sh", "run.sh"]""", true)]
    [InlineData("exec env A=1 sh run.sh", true)]
    [InlineData("exec env A=1 python serve.py", false)]
    [InlineData("exec tini -- sh run.sh", true)]
    [InlineData("sh run.sh; echo trap x", true)]
    [InlineData("""["sh", "run.sh"]""", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public async Task A_command_of_the_users_stays_and_is_warned_of_if_a_shell_keeps_its_signals(string? command, bool warned)
    {
        DockerContext context = await ContextAsync(new DockerBuildArgs { RunCommand = command }, "rmq");
        if (command is not null)
            Assert.EndsWith("\nCMD " + command, context.ReadText("Dockerfile"), StringComparison.Ordinal);
        Assert.DoesNotContain("STOPSIGNAL", context.ReadText("Dockerfile"), StringComparison.Ordinal);
        Assert.Equal(warned, context.Warnings.Any(w => w.Contains("does not pass signals on", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("['python', 'serve.py']")]
    [InlineData("[python, serve.py]")]
    [InlineData("[\"python\", \"serve.py\"")]
    [InlineData("[\"python\", 1]")]
    [InlineData(" [\"python\" \"serve.py\"]")]
    public async Task An_exec_form_that_is_no_JSON_is_refused(string command)
    {
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => ContextAsync(new DockerBuildArgs { RunCommand = command }, "fastapi"));
        Assert.Equal("RunCommandInvalid", error.ErrorId);
    }

    [Fact]
    public async Task The_environment_keeps_telemetry_off_and_one_worker_unless_set_env_says_otherwise()
    {
        string[] plain = await VariablesAsync(new DockerBuildArgs(), optimize: false);
        Assert.Equal(["MLEM_NO_ANALYTICS=true", "WEB_CONCURRENCY=1"], plain[^2..]);
        string[] optimized = await VariablesAsync(new DockerBuildArgs { SetEnv = ["WEB_CONCURRENCY=2", "A=1"] }, optimize: true);
        Assert.Equal(
            ["MLEM_NO_ANALYTICS=true", "PYTHONUNBUFFERED=1", "PYTHONDONTWRITEBYTECODE=1", "WEB_CONCURRENCY=2", "A=1", "HOME=/tmp"], optimized[2..]);
    }

    private static async Task<string[]> VariablesAsync(DockerBuildArgs args, bool optimize) =>
    [
        .. (await ContextAsync(args, "fastapi", optimize)).ReadText("Dockerfile")!.Split('\n')
            .Where(l => l.StartsWith("ENV ", StringComparison.Ordinal)).Select(l => l["ENV ".Length..]),
    ];

    private static Task<DockerContext> ContextAsync(DockerBuildArgs args, string server, bool optimize = false, bool asMlem = false, bool image = false) =>
        DockerContext.CreateAsync(
            new DockerContextRequest(MlemModel.Load(Golden.Path("models", "a_sklearn_df", "model")))
            {
                Args = args,
                Server = Server.FromYaml(YamlReader.Read(server == "rmq" ? "{type: rmq, host: h, port: 1}" : $"type: {server}"), null),
                Optimize = optimize,
                AsMlem = asMlem,
                ForImage = image,
            },
            TestContext.Current.CancellationToken);
}
