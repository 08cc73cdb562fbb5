using Mlem.Docker.Metadata;
using Mlem.Docker.Metadata.Schema;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker;

/// <summary>What is known of a deployment (MLEM: <c>DockerContainerState</c>): the text of its state file.</summary>
/// <param name="Declaration">The declaration it was deployed from, its environment written out.</param>
public sealed record DockerContainerState(DockerContainer Declaration)
{
    /// <summary>The hash of the model that was deployed (<c>model_hash</c>).</summary>
    public string? ModelHash { get; init; }

    /// <summary>The model's path in its project (<c>model_link.path</c>); null for a model that is in no file.</summary>
    public string? ModelPath { get; init; }

    /// <summary>The model's project as a URI with a slash at its end (<c>model_link.project</c>), or null.</summary>
    public string? ModelProject { get; init; }

    /// <summary>The revision of a model that MLEM took from a repository (<c>model_link.rev</c>), or null.</summary>
    public string? ModelRevision { get; init; }

    /// <summary>The image that was built (<c>image</c>).</summary>
    public DockerImage? Image { get; init; }

    /// <summary>The container's name (<c>container_name</c>).</summary>
    public string? ContainerName { get; init; }

    /// <summary>The container's id (<c>container_id</c>); null when it is not deployed.</summary>
    public string? ContainerId { get; init; }

    /// <summary>The state of a deployment that has none yet: its declaration, with the environment written out.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="env">Its environment.</param>
    /// <param name="manager">The state manager in effect when the declaration names none; null for the local one.</param>
    public static DockerContainerState Empty(DockerContainer deployment, DockerEnv env, StateManager? manager = null)
    {
        IEnumerable<KeyValuePair<YamlValue, YamlValue>> fields = deployment.Document.Entries
            .Where(e => e.Key is not YamlString { Value: "env" })
            .Append(new(new YamlString("env"), env.Document));
        if (deployment.StateManager is null && manager is not null)
            fields = fields.Append(new(new YamlString("state_manager"), Deployment.StateManagerYaml.Write(manager)));
        return new(new DockerContainer(new YamlMapping([.. fields])) { Path = deployment.Path, ProjectRoot = deployment.ProjectRoot });
    }

    /// <summary>Reads a state file.</summary>
    /// <param name="path">The file: <c>name.mlem.state</c>, or one in a state manager's folder.</param>
    /// <exception cref="MlemException">The file cannot be read, or is no state of a Docker container.</exception>
    public static DockerContainerState Load(string path)
    {
        try
        {
            return Parse(RegularFile.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlemException(
                "StateNotAccessible", MlemErrorCategory.ReadError, Messages.FormatStateFileCannotBeRead(path, e.Message), path, null, e);
        }
    }

    /// <summary>Reads a state file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">The file, for messages.</param>
    /// <exception cref="MlemException">The text is no state of a Docker container.</exception>
    public static DockerContainerState Parse(string text, string source) => ForeignValues.Use(source, () => ParseText(text, source));

    private static DockerContainerState ParseText(string text, string source)
    {
        var context = new SchemaContext(source, InState: true);
        var fields = (YamlMapping)TypeCatalogue.Default["@deploy_state"].Normalize(
            Metadata.SeedDialect.ApplyToState(MlemYaml.Read(text, source), context), KeyPath.Root, context);
        YamlMapping? link = fields.Mapping("model_link");
        return new DockerContainerState(new DockerContainer(fields.Mapping("declaration")!))
        {
            ModelHash = fields.Text("model_hash"),
            ModelPath = link?.Text("path"),
            ModelProject = link?.Text("project"),
            ModelRevision = link?.Text("rev"),
            Image = fields.Mapping("image") is { } image ? DockerImage.FromYaml(image) : null,
            ContainerName = fields.Text("container_name"),
            ContainerId = fields.Text("container_id"),
        };
    }

    /// <summary>The text of the state file, byte for byte as MLEM 0.4.14 writes it.</summary>
    public string ToYaml()
    {
        YamlMapping document = new YamlBuild()
            .Add("type", "docker_container")
            .Add("declaration", Declaration.Document)
            .Add("model_hash", ModelHash)
            .Add("model_link", ModelPath is null ? null : ModelLink())
            .Add("image", Image?.ToMapping())
            .Add("container_name", ContainerName)
            .Add("container_id", ContainerId)
            .Build();
        return MlemYaml.Write(TypeCatalogue.Default["@deploy_state"].Normalize(
            document, KeyPath.Root, new SchemaContext(null, InState: true)));
    }

    private YamlMapping ModelLink() =>
        new YamlBuild().Add("path", ModelPath).Add("project", ModelProject).Add("rev", ModelRevision).Build();
}
