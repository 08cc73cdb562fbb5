using Mlem.Docker.Engine;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;
using Mlem.Docker.Registries;

[assembly: Mlem.Docker.Metadata.MlemObjectType<Mlem.Docker.DockerEnv>("env", "docker")]

namespace Mlem.Docker;

/// <summary>A Docker Engine with a registry to push to (MLEM: <c>DockerEnv</c>).</summary>
public sealed record DockerEnv : MlemObject, IFromDocument<DockerEnv>
{
    internal DockerEnv(YamlMapping document)
        : base(document)
    {
        Registry = RegistryYaml.Read(document.Mapping("registry"));
        Daemon = DockerDaemon.FromYaml(document.Mapping("daemon"));
    }

    static DockerEnv IFromDocument<DockerEnv>.FromDocument(YamlMapping document) => new(document);

    /// <inheritdoc/>
    public override string ObjectType => "env";

    /// <summary>The registry that images are pushed to by default (<c>registry</c>).</summary>
    public DockerRegistry Registry { get; }

    /// <summary>The Docker Engine (<c>daemon</c>).</summary>
    public DockerDaemon Daemon { get; }

    /// <summary>Reads an environment from its file.</summary>
    /// <param name="path">The file; its ending <c>.mlem</c> may be left out.</param>
    /// <exception cref="MlemException"><c>NotADockerEnv</c>, or the file cannot be read.</exception>
    public static DockerEnv Load(string path) => MlemObjectReader.Read(path) is var found && found is DockerEnv env
        ? env
        : throw new MlemException(
            "NotADockerEnv",
            MlemErrorCategory.InvalidData,
            Messages.FormatNotADockerEnv(path, found.ObjectType),
            path,
            Messages.NotADockerEnvRemedy);

    /// <summary>Declares an environment.</summary>
    /// <param name="registry">The registry; null for the Engine's own images.</param>
    /// <param name="daemonHost">The Engine's address; null or empty for the usual one.</param>
    /// <exception cref="MlemException"><c>EndpointInvalid</c>: the address has a password, with which no Engine is reached.</exception>
    public static DockerEnv Create(DockerRegistry? registry = null, string? daemonHost = null)
    {
        DockerDaemon daemon = new(daemonHost ?? string.Empty);
        if (daemon.HasPassword)
            _ = DockerEndpointParser.Parse(daemon.Host, Messages.GivenAsDaemonsHost, null);
        return (DockerEnv)MlemObjectReader.FromDocument(new YamlBuild()
            .Add("object_type", "env")
            .Add("type", "docker")
            .Add("registry", RegistryYaml.Write(registry ?? new DockerRegistry()))
            .Add("daemon", daemon.ToMapping())
            .Build());
    }
}

/// <summary>The address of a Docker Engine (MLEM: <c>DockerDaemon</c>).</summary>
/// <param name="Host">The address, such as <c>tcp://host:2375</c>; empty for the one that the docker CLI would use.</param>
public sealed record DockerDaemon(string Host = "")
{
    /// <summary>Whether a password, which is refused when the Engine is to be reached, stands in the address.</summary>
    internal bool HasPassword => PlainText.WithoutPassword(Host) != Host;

    /// <inheritdoc/>
    public override string ToString() => PlainText.WithoutPassword(Host);

    // No Engine is reached by an address with a password, so nothing is lost with it.
    internal static DockerDaemon FromYaml(YamlMapping? fields) => new(PlainText.WithoutPassword(fields?.Text("host") ?? string.Empty));

    internal YamlMapping ToMapping() => new YamlBuild().Add("host", Host).Build();
}
