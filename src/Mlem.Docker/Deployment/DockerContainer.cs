using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

[assembly: Mlem.Docker.Metadata.MlemObjectType<Mlem.Docker.DockerContainer>("deployment", "docker_container")]

namespace Mlem.Docker;

/// <summary>The declaration of a deployment as a container (MLEM: <c>DockerContainer</c>, type <c>docker_container</c>).</summary>
public sealed record DockerContainer : MlemObject, IFromDocument<DockerContainer>
{
    internal DockerContainer(YamlMapping document)
        : base(document)
    {
        Server = document["server"] is YamlMapping server ? Server.FromYaml(server, null) : null;
        Args = DockerBuildArgs.FromYaml(document.Mapping("args") ?? new YamlMapping([]), null);
        Image = document.Mapping("image") is { } image ? DockerImage.FromYaml(image) : null;
        ContainerName = document.Text("container_name");
        Ports = document.Texts("ports");
        Params = document.Mapping("params").TextEntries()
            .ToDictionary(p => p.Key, p => ((YamlString)p.Value).Value, StringComparer.Ordinal);
        Rm = document.Flag("rm", true);
        StateManager = document.Mapping("state_manager") is { } manager ? StateManager.FromYaml(manager) : null;
    }

    static DockerContainer IFromDocument<DockerContainer>.FromDocument(YamlMapping document) => new(document);

    /// <inheritdoc/>
    public override string ObjectType => "deployment";

    /// <summary>The container's name (<c>container_name</c>); null for a name made from the time.</summary>
    public string? ContainerName { get; }

    /// <summary>The image's name and registry (<c>image</c>); null for the container's name.</summary>
    public DockerImage? Image { get; }

    /// <summary>Published ports (<c>ports</c>) as docker writes them: <c>8080:80</c>, <c>127.0.0.1::80</c>, <c>80/udp</c>.</summary>
    public IReadOnlyList<string> Ports { get; }

    /// <summary>More parameters of the container (<c>params</c>), named as docker-py's <c>run()</c> names them.</summary>
    public IReadOnlyDictionary<string, string> Params { get; }

    /// <summary>Whether the container is removed when it stops (<c>rm</c>).</summary>
    public bool Rm { get; }

    /// <summary>The server (<c>server</c>); null for the project's default.</summary>
    public Server? Server { get; }

    /// <summary>The build arguments (<c>args</c>).</summary>
    public DockerBuildArgs Args { get; }

    /// <summary>Where the state is kept (<c>state_manager</c>); null for the project's default.</summary>
    public StateManager? StateManager { get; }

    /// <summary>The environment as it is written (<c>env</c>): a path, an inline environment or a link; null for the default.</summary>
    public object? Env => Document["env"] switch
    {
        YamlString path => path.Value,
        YamlMapping { } inline when inline["type"] is not null => new DockerEnv(inline),
        YamlMapping link => PlainValue.From(link),
        _ => null,
    };

    /// <summary>The environment that the declaration means: read from its file where it is a path or a link.</summary>
    /// <exception cref="MlemException">The file is missing or holds no Docker environment.</exception>
    public DockerEnv ResolveEnv() => EnvResolver.Resolve(this);

    /// <summary>The same deployment on an Engine; a declaration that is written down, or names an Engine, decides that itself.</summary>
    /// <exception cref="MlemException"><c>ParameterNotAllowed</c>: it names another Engine.</exception>
    internal DockerContainer On(string daemonHost)
    {
        string? own = Path is null && Env is null ? null : ResolveEnv().Daemon.Host;
        if (own == daemonHost)
            return this;
        if (Path is not null || own is { Length: > 0 })
        {
            throw new MlemException(
                "ParameterNotAllowed", MlemErrorCategory.InvalidArgument, Messages.FormatParameterNotAllowed("DaemonHost"),
                Path ?? ContainerName, Messages.ParameterNotAllowedRemedy);
        }

        DockerEnv env = DockerEnv.Create(Env is null ? null : ResolveEnv().Registry, daemonHost);
        return new DockerContainer(new YamlMapping(
        [
            .. Document.Entries.Where(e => e.Key is not YamlString { Value: "env" }),
            new(new YamlString("env"), env.Document),
        ]));
    }

    /// <summary>Reads a declaration. A link is followed.</summary>
    /// <param name="path">The .mlem file; the ending may be left out.</param>
    /// <exception cref="MlemException">There is no such file, or it declares no container.</exception>
    public static DockerContainer Load(string path) => MlemObjectReader.Read(path) is var found && found is DockerContainer container
        ? container
        : throw new MlemException(
            "NotADockerContainer",
            MlemErrorCategory.InvalidData,
            Messages.FormatNotADockerContainer(path, found.ObjectType),
            path,
            Messages.NotADockerContainerRemedy);

    /// <summary>Declares a deployment.</summary>
    /// <param name="options">What differs from the defaults.</param>
    /// <exception cref="MlemException">A value is of the wrong kind.</exception>
    public static DockerContainer Create(DockerContainerOptions options) =>
        (DockerContainer)MlemObjectReader.FromDocument(options.ToDocument());
}
