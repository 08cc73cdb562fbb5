using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

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
    public static DockerEnv Create(DockerRegistry? registry = null, string? daemonHost = null) =>
        (DockerEnv)MlemObjectReader.FromDocument(new YamlBuild()
            .Add("object_type", "env")
            .Add("type", "docker")
            .Add("registry", RegistryYaml.Write(registry ?? new DockerRegistry()))
            .Add("daemon", new DockerDaemon(daemonHost ?? string.Empty).ToMapping())
            .Build());
}

/// <summary>The address of a Docker Engine (MLEM: <c>DockerDaemon</c>).</summary>
/// <param name="Host">The address, such as <c>tcp://host:2375</c>; empty for the one that the docker CLI would use.</param>
public sealed record DockerDaemon(string Host = "")
{
    /// <inheritdoc/>
    public override string ToString() => Host;

    internal static DockerDaemon FromYaml(YamlMapping? fields) => new(fields?.Text("host") ?? string.Empty);

    internal YamlMapping ToMapping() => new YamlBuild().Add("host", Host).Build();
}
