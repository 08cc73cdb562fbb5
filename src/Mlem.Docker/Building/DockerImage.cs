using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;
using Mlem.Docker.Registries;

namespace Mlem.Docker;

/// <summary>A Docker image (MLEM: <c>DockerImage</c>, <c>DockerImageOptions</c>): its name in a registry, and what is known of it.</summary>
/// <param name="Name">The last part of its name: <c>iris</c>.</param>
public sealed record DockerImage(string Name)
{
    /// <summary>The tag (<c>tag</c>).</summary>
    public string Tag { get; init; } = ImageTag.Latest;

    /// <summary>Further tags that the image was given, and pushed under, together with its own.</summary>
    public IReadOnlyList<string> AdditionalTags { get; init; } = [];

    /// <summary>What stands before the name in the registry (<c>repository</c>), or null.</summary>
    public string? Repository { get; init; }

    /// <summary>The registry (<c>registry</c>); the Engine's own images by default.</summary>
    public DockerRegistry Registry { get; init; } = new();

    /// <summary>The Engine's id of the image (<c>image_id</c>): <c>sha256:…</c>; null as long as it is not built.</summary>
    public string? ImageId { get; init; }

    /// <summary>The digest in the registry after a push: <c>sha256:…</c>; null without one.</summary>
    public string? Digest { get; init; }

    /// <summary>The size on the Engine in bytes; null when not known.</summary>
    public long? Size { get; init; }

    /// <summary>The image's labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>When it was built; null when not known.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The Engine it is on, as the address that was used; null for the usual one.</summary>
    public string? DaemonHost { get; init; }

    /// <summary>The hash of the model in it, as the image's label says; null when not known.</summary>
    public string? ModelHash { get; init; }

    /// <summary>The server in it; null when not known.</summary>
    public Server? Server { get; init; }

    /// <summary>The Python in it; null when not known.</summary>
    public string? PythonVersion { get; init; }

    /// <summary>Why it is that one; null for an image that was not built just now.</summary>
    public string? PythonReason { get; init; }

    /// <summary>What deserved attention while it was built, such as what pip complained about and let pass.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What was seen when the image was tried (-Verify); null when it was not.</summary>
    public ImageVerification? Verification { get; init; }

    /// <summary>
    /// The whole name: <c>registry.example.com/repository/name:tag</c>; <c>name@sha256:…</c> where it was named by its
    /// digest, which a tag cannot say.
    /// </summary>
    /// <exception cref="MlemException">The registry has no host.</exception>
    public string Uri
    {
        get
        {
            string tagged = Registry.GetUri(Name, Repository, Tag);
            if (Pin is null)
                return tagged;
            string tag = ":" + Tag;
            return (tagged.EndsWith(tag, StringComparison.Ordinal) ? tagged[..^tag.Length] : tagged) + Pin;
        }
    }

    /// <summary>What stands behind the name of an image that was named by its digest: <c>@sha256:…</c>, <c>:1.0@sha256:…</c>.</summary>
    internal string? Pin { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Uri;

    /// <summary>The image that a reference names: <c>iris</c>, <c>team/iris:1.0</c>, <c>localhost:5000/team/iris</c>.</summary>
    /// <param name="reference">The reference, with or without a tag.</param>
    /// <param name="registry">Where the image is; null for the Engine, which has images of every registry's name.</param>
    /// <exception cref="MlemException">
    /// <c>ImageReferenceInvalid</c>: Docker would refuse it; <c>RegistryMismatch</c>: it names another registry.
    /// </exception>
    public static DockerImage FromReference(string reference, DockerRegistry? registry = null)
    {
        ImageReference parsed = ImageReference.Parse(reference);
        string path = parsed.FamiliarName;
        if (registry is RemoteRegistry { } remote && parsed.Domain != ImageReference.DockerHubDomain)
        {
            if (remote.GetHost() is { } host && RegistryHost.Normalise(host) != parsed.Domain)
                throw Mismatch(parsed, host);
            path = path[(parsed.Domain.Length + 1)..];
        }

        int slash = path.LastIndexOf('/');
        return new DockerImage(path[(slash + 1)..])
        {
            Repository = slash < 0 ? null : path[..slash],
            Tag = parsed.Tag ?? ImageTag.Latest,
            Registry = registry ?? new DockerRegistry(),
            Digest = parsed.Digest,
            Pin = parsed.Digest is null ? null : (parsed.Tag is null ? "" : ":" + parsed.Tag) + "@" + parsed.Digest,
        };
    }

    private static MlemException Mismatch(ImageReference reference, string host) => new(
        "RegistryMismatch",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatRegistryMismatch(reference.Familiar, reference.Domain, host),
        reference.Familiar,
        Messages.RegistryMismatchRemedy);

    internal static DockerImage FromYaml(YamlMapping fields) => new(fields.Text("name")!)
    {
        Tag = fields.Text("tag", ImageTag.Latest),
        Repository = fields.Text("repository"),
        Registry = RegistryYaml.Read(fields.Mapping("registry")),
        ImageId = fields.Text("image_id"),
    };

    internal YamlMapping ToMapping() => new YamlBuild()
        .Add("name", Name)
        .Add("tag", Tag)
        .Add("repository", Repository)
        .Add("registry", RegistryYaml.Write(Registry))
        .Add("image_id", ImageId)
        .Build();
}
