using Mlem.Docker.Engine.Tests.Testbed;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>A MLEM project with the iris model, whose image is busybox's HTTP server: built in a second, it serves at once.</summary>
internal sealed class DeploymentProject : IDisposable
{
    /// <summary>Serves the folder that the template makes, on the port of MLEM's server.</summary>
    public const string Serve = "exec httpd -f -p 8080 -h /www";

    private const string Dockerfile = """
        FROM {{ base_image }}
        COPY model.mlem /www/model.mlem
        COPY run.sh /run.sh
        {% if run_cmd %}CMD {{ run_cmd }}{% endif %}
        """;

    private readonly TemporaryFolder _folder = new();

    public DeploymentProject()
    {
        _folder.CopyIn(RepositoryRoot.Combine("examples", "iris"));
        Directory.CreateDirectory(_folder.Combine("templates"));
        File.WriteAllText(_folder.Combine("templates", "dockerfile.j2"), Dockerfile);
    }

    public string Folder => _folder.Path;

    public MlemModel Model => MlemModel.Load(_folder.Combine("iris"));

    public string StateFile => _folder.Combine("dep.mlem.state");

    public DockerContainerState? State =>
        File.Exists(StateFile) ? DockerContainerState.Parse(File.ReadAllText(StateFile), StateFile) : null;

    public ContainerOperations Service => new(null, new RegistryClientOptions());

    /// <summary>Gives the model other metadata, and so another hash.</summary>
    public void ChangeModel()
    {
        string file = _folder.Combine("iris.mlem");
        File.WriteAllText(file, $"{File.ReadAllText(file).Split("params:")[0]}params:\n  version: v{Guid.NewGuid():n}\n");
    }

    public DockerContainer Declare(string name, Func<DockerContainerOptions, DockerContainerOptions>? change = null)
    {
        var options = new DockerContainerOptions
        {
            ContainerName = name,
            Image = new DockerImage(name + "-image"),
            Args = Args(Serve),

            // httpd as process 1 does not hear SIGTERM.
            Params = new Dictionary<string, string> { ["stop_signal"] = "SIGKILL" },
        };
        DockerContainer declared = DockerContainer.Create(change?.Invoke(options) ?? options);
        File.WriteAllText(_folder.Combine("dep.mlem"), declared.ToYaml());
        return DockerContainer.Load(_folder.Combine("dep"));
    }

    public DockerBuildArgs Args(string command) => new()
    {
        BaseImage = "mlem-test/busybox:1.35",
        RunCommand = command,
        TemplatesDir = [_folder.Combine("templates")],
    };

    public void Dispose() => _folder.Dispose();
}
