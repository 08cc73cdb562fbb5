using Mlem.Docker.Deployment;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker;

/// <summary>The values of a new <see cref="DockerContainer"/>; what is null takes MLEM's default.</summary>
public sealed record DockerContainerOptions
{
    /// <summary>The container's name.</summary>
    public string? ContainerName { get; init; }

    /// <summary>The image's name and registry.</summary>
    public DockerImage? Image { get; init; }

    /// <summary>Published ports.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>More parameters, named as docker-py's <c>run()</c> names them.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the container is removed when it stops.</summary>
    public bool Rm { get; init; } = true;

    /// <summary>The server.</summary>
    public Server? Server { get; init; }

    /// <summary>The build arguments.</summary>
    public DockerBuildArgs? Args { get; init; }

    /// <summary>Where the state is kept.</summary>
    public StateManager? StateManager { get; init; }

    /// <summary>The environment: a <see cref="DockerEnv"/> (written as a path when it is in a file), or a path.</summary>
    public object? Env { get; init; }

    /// <summary>Checks what Docker would refuse later: the letters of the container's name, its ports and its parameters.</summary>
    /// <exception cref="MlemException">One of them cannot be.</exception>
    public void Check()
    {
        // Podman takes a name of one letter; whether this Engine does is seen at the start.
        if (ContainerName is { Length: > 1 })
            ContainerNames.Check(ContainerName);
        RunParameters.Parse(Params, Ports);
    }

    internal YamlMapping ToDocument() => new YamlBuild()
        .Add("object_type", "deployment")
        .Add("type", "docker_container")
        .Add("container_name", ContainerName)
        .Add("image", Image?.ToMapping())
        .Add("ports", Ports)
        .Add("params", Params)
        .Add("rm", Rm)
        .Add("server", Server?.Document)
        .Add("args", (Args ?? new DockerBuildArgs()).ToMapping())
        .Add("state_manager", StateManager is null ? null : StateManagerYaml.Write(StateManager))
        .Add("env", EnvValue())
        .Build();

    private YamlValue? EnvValue() => Env switch
    {
        null => null,
        string path => new YamlString(path),
        DockerEnv { Path: not null } saved => new YamlString(MlemPath.WithoutExtension(saved.Path)),
        DockerEnv inline => inline.Document,
        _ => throw new MlemException(
            "EnvInvalid", MlemErrorCategory.InvalidArgument, Messages.EnvInvalid, Env),
    };
}
