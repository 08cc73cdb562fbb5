using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

[assembly: Mlem.Docker.Metadata.MlemObjectType<Mlem.Docker.DockerImageBuilder>("builder", "docker")]
[assembly: Mlem.Docker.Metadata.MlemObjectType<Mlem.Docker.DockerDirBuilder>("builder", "docker_dir")]

namespace Mlem.Docker;

/// <summary>A saved way of building (MLEM: <c>MlemBuilder</c>), as far as it is Docker's.</summary>
public abstract record DockerBuilder : MlemObject
{
    private protected DockerBuilder(YamlMapping document)
        : base(document)
    {
        Server = document["server"] is YamlMapping server ? Server.FromYaml(server, null) : null;
        Args = DockerBuildArgs.FromYaml(document.Mapping("args") ?? new YamlMapping([]), null);
    }

    /// <inheritdoc/>
    public override string ObjectType => "builder";

    /// <summary>The server (<c>server</c>); null for the project's default.</summary>
    public Server? Server { get; }

    /// <summary>The build arguments (<c>args</c>).</summary>
    public DockerBuildArgs Args { get; }

    internal static YamlBuild Start(string type, Server? server, DockerBuildArgs? args) => new YamlBuild()
        .Add("object_type", "builder")
        .Add("type", type)
        .Add("server", server?.Document)
        .Add("args", (args ?? new DockerBuildArgs()).ToMapping());
}

/// <summary>Writes a model's Docker folder (MLEM: <c>DockerDirBuilder</c>, type <c>docker_dir</c>).</summary>
public sealed record DockerDirBuilder : DockerBuilder, IFromDocument<DockerDirBuilder>
{
    internal DockerDirBuilder(YamlMapping document)
        : base(document)
    {
        Target = document.Text("target")!;
    }

    static DockerDirBuilder IFromDocument<DockerDirBuilder>.FromDocument(YamlMapping document) => new(document);

    /// <summary>The folder (<c>target</c>).</summary>
    public string Target { get; }

    /// <summary>Declares a builder.</summary>
    /// <param name="target">The folder.</param>
    /// <param name="server">The server; null for the project's default.</param>
    /// <param name="args">The build arguments; null for the defaults.</param>
    public static DockerDirBuilder Create(string target, Server? server = null, DockerBuildArgs? args = null) =>
        (DockerDirBuilder)MlemObjectReader.FromDocument(Start("docker_dir", server, args).Add("target", target).Build());
}

/// <summary>Builds a model's image (MLEM: <c>DockerImageBuilder</c>, type <c>docker</c>).</summary>
public sealed record DockerImageBuilder : DockerBuilder, IFromDocument<DockerImageBuilder>
{
    internal DockerImageBuilder(YamlMapping document)
        : base(document)
    {
        Image = DockerImage.FromYaml(document.Mapping("image")!);
        Daemon = DockerDaemon.FromYaml(document.Mapping("daemon"));
        ForceOverwrite = document.Flag("force_overwrite", true);
        Push = document.Flag("push", true);
    }

    static DockerImageBuilder IFromDocument<DockerImageBuilder>.FromDocument(YamlMapping document) => new(document);

    /// <summary>The image's name and registry (<c>image</c>).</summary>
    public DockerImage Image { get; }

    /// <summary>The Engine (<c>daemon</c>).</summary>
    public DockerDaemon Daemon { get; }

    /// <summary>Whether an image of that name is replaced (<c>force_overwrite</c>).</summary>
    public bool ForceOverwrite { get; }

    /// <summary>Whether the image is pushed to its registry (<c>push</c>).</summary>
    public bool Push { get; }

    /// <summary>Declares a builder.</summary>
    /// <param name="image">The image's name and registry.</param>
    /// <param name="server">The server; null for the project's default.</param>
    /// <param name="args">The build arguments; null for the defaults.</param>
    /// <param name="daemonHost">The Engine's address; null for the usual one.</param>
    /// <param name="forceOverwrite">Whether an image of that name is replaced.</param>
    /// <param name="push">Whether the image is pushed.</param>
    public static DockerImageBuilder Create(
        DockerImage image,
        Server? server = null,
        DockerBuildArgs? args = null,
        string? daemonHost = null,
        bool forceOverwrite = true,
        bool push = true) => (DockerImageBuilder)MlemObjectReader.FromDocument(Start("docker", server, args)
            .Add("image", image.ToMapping())
            .Add("daemon", new DockerDaemon(daemonHost ?? string.Empty).ToMapping())
            .Add("force_overwrite", forceOverwrite)
            .Add("push", push)
            .Build());
}
