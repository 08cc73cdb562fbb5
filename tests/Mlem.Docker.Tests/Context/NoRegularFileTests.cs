using System.Diagnostics;
using System.Net.Sockets;

namespace Mlem.Docker.Tests.Context;

/// <summary>Pipes, sockets and devices are refused at once wherever a file is read for a context, and a link may not lead out of it.</summary>
public sealed class NoRegularFileTests : IDisposable
{
    // Opening a pipe waits for ever; a slow machine does not.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-pipe-").FullName;
    private readonly string _project;

    public NoRegularFileTests()
    {
        _project = Directory.CreateDirectory(Path.Combine(_work, "project")).FullName;
        File.WriteAllText(Path.Combine(_project, ".mlem.yaml"), string.Empty);
        File.WriteAllText(Path.Combine(_project, "model"), "content");
        Directory.CreateDirectory(Path.Combine(_project, "templates"));
        Directory.CreateDirectory(Path.Combine(_project, "shared"));
        Directory.CreateDirectory(Path.Combine(_work, "outside"));
    }

    public static TheoryData<string> Places => ["model", "model.mlem", "app.py", "templates/copy.j2", "mlem-0.4.14-py3-none-any.whl", "bounds.txt", "metrics.py", ".mlem.yaml"];

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_pipe_is_refused_at_once(string place) => Assert.Equal("FileNotRegular", await RefusedAsync(place, "pipe"));

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_socket_is_refused(string place) => Assert.Equal("FileNotRegular", await RefusedAsync(place, "socket"));

    [Theory]
    [InlineData("model")]
    [InlineData("app.py")]
    [InlineData("templates/copy.j2")]
    [InlineData("mlem-0.4.14-py3-none-any.whl")]
    [InlineData("bounds.txt")]
    [InlineData("metrics.py")]
    public async Task A_link_out_of_the_project_is_refused(string place) => Assert.Equal("PathOutsideContext", await RefusedAsync(place, "link out"));

    [Theory]
    [InlineData("app.py")]
    [InlineData("templates/copy.j2")]
    [InlineData("mlem-0.4.14-py3-none-any.whl")]
    [InlineData("bounds.txt")]
    [InlineData("metrics.py")]
    public async Task A_link_within_the_project_is_what_it_leads_to(string place) => Assert.Null(await RefusedAsync(place, "link within"));

    [Theory]
    [InlineData("templates/copy.j2")]
    [InlineData("mlem-0.4.14-py3-none-any.whl")]
    [InlineData("bounds.txt")]
    public async Task What_the_caller_names_may_lie_anywhere(string place) => Assert.Null(await RefusedAsync(place, "file", project: "outside"));

    [Theory]
    [InlineData("templates/copy.j2")]
    [InlineData("mlem-0.4.14-py3-none-any.whl")]
    [InlineData("bounds.txt")]
    public async Task What_a_declaration_names_lies_in_its_project(string place) =>
        Assert.Equal("PathOutsideContext", await RefusedAsync(place, "file", project: "outside", declared: true));

    [Theory]
    [InlineData("pipe", "FileNotRegular")]
    [InlineData("socket", "FileNotRegular")]
    public async Task A_pipe_in_a_folder_that_was_written_before_is_refused(string kind, string id)
    {
        await WriteModelAsync();
        DockerContext context = await DockerContext.CreateAsync(
            new DockerContextRequest(MlemModel.Load(Path.Combine(_project, "model.mlem"))) { NoDefaultConstraint = true }, TestContext.Current.CancellationToken);
        DockerDir dir = await context.WriteFolderAsync(Path.Combine(_work, "dir"), cancellationToken: TestContext.Current.CancellationToken);
        using IDisposable made = await MakeAsync(Path.Combine(_work, "dir", "extra"), kind);
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => Task.Run(() => DockerContext.FromFolder(dir), TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(id, error.ErrorId);
    }

    private async Task<string?> RefusedAsync(string place, string kind, string project = "project", bool declared = false)
    {
        await WriteModelAsync();
        string folder = Path.Combine(_work, project);
        Directory.CreateDirectory(Path.Combine(folder, "templates"));
        string path = Path.Combine(folder, place);
        File.Delete(path);
        using IDisposable made = await MakeAsync(path, kind);
        Task reading = Task.Run(() => CreateAsync(place, path, declared), TestContext.Current.CancellationToken);
        try
        {
            await reading.WaitAsync(Patience, TestContext.Current.CancellationToken);
            return null;
        }
        catch (MlemException e)
        {
            return e.ErrorId;
        }
    }

    private async Task CreateAsync(string place, string path, bool declared)
    {
        string server = place switch
        {
            "app.py" => "{type: streamlit, template: app.py}",
            "metrics.py" => "{type: fastapi, middlewares: [{type: prometheus_fastapi, metrics: [metrics.hits]}]}",
            _ => "fastapi",
        };
        var request = new DockerContextRequest(MlemModel.Load(Path.Combine(_project, "model.mlem")))
        {
            WorkingFolder = _project,
            DeclaredIn = declared ? _project : null,
            NoDefaultConstraint = true,
            Server = Server.FromYaml(Python.Yaml.YamlReader.Read(server), null),
            Args = new DockerBuildArgs
            {
                TemplatesDir = place.EndsWith(".j2", StringComparison.Ordinal) ? [Path.GetDirectoryName(path)!] : [],
                MlemWheel = place.EndsWith(".whl", StringComparison.Ordinal) ? path : null,
                Constraints = place == "bounds.txt" ? [path] : [],
            },
        };
        await DockerContext.CreateAsync(request, TestContext.Current.CancellationToken);
    }

    private Task WriteModelAsync() => File.WriteAllTextAsync(
        Path.Combine(_project, "model.mlem"),
        "artifacts:\n  data:\n    hash: x\n    size: 7\n    uri: model\nobject_type: model\n", TestContext.Current.CancellationToken);

    private async Task<IDisposable> MakeAsync(string path, string kind)
    {
        string text = path.EndsWith(".py", StringComparison.Ordinal) ? "hits = 1\n" : "# nothing\n";
        switch (kind)
        {
            case "pipe":
                using (Process mkfifo = Process.Start("mkfifo", [path]))
                    await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
                break;
            case "socket":
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Bind(new UnixDomainSocketEndPoint(path));
                return socket;
            case "file":
                await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
                break;
            default:
                string target = Path.Combine(kind == "link out" ? _work : _project, kind == "link out" ? "outside" : "shared", "target");
                await File.WriteAllTextAsync(target, text, TestContext.Current.CancellationToken);
                File.CreateSymbolicLink(path, target);
                break;
        }

        return new MemoryStream();
    }
}
