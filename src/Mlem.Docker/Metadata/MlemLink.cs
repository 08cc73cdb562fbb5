using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

[assembly: Mlem.Docker.Metadata.MlemObjectType<Mlem.Docker.MlemLink>("link")]

namespace Mlem.Docker;

/// <summary>A file that points to another MLEM object (MLEM: <c>MlemLink</c>).</summary>
public sealed record MlemLink : MlemObject, IFromDocument<MlemLink>
{
    internal MlemLink(YamlMapping document)
        : base(document)
    {
        TargetPath = document.Text("path")!;
        Project = document.Text("project");
        Revision = document.Text("rev");
        LinkType = document.Text("link_type")!;
    }

    static MlemLink IFromDocument<MlemLink>.FromDocument(YamlMapping document) => new(document);

    /// <inheritdoc/>
    public override string ObjectType => "link";

    /// <summary>The path of the object: inside <see cref="Project"/>, or inside the link's own project without one.</summary>
    public string TargetPath { get; }

    /// <summary>The project the object is in, as a path or URI; null for the link's own.</summary>
    public string? Project { get; }

    /// <summary>The revision of the project's repository, which git brings.</summary>
    public string? Revision { get; }

    /// <summary>The kind of object that is linked: <c>model</c>, <c>env</c> …</summary>
    public string LinkType { get; }
}
