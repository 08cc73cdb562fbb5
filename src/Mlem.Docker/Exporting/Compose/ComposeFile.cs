using System.Collections;
using Mlem.Docker.Exporting;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker;

/// <summary>A Compose file: what <c>docker compose up</c> takes.</summary>
public sealed record ComposeFile
{
    internal ComposeFile(string? project, IReadOnlyList<string> services, YamlMapping document)
    {
        Project = project;
        Services = services;
        Text = ManifestYaml.Write([document]);
        Preview = TerminalText.Clean(ManifestYaml.Write([ConcealedFields.WithoutValues(document)]), int.MaxValue);
        Object = (IDictionary)PlainValue.From(document)!;
    }

    /// <summary>The project's name; null for that of the file's folder.</summary>
    public string? Project { get; }

    /// <summary>The names of its services.</summary>
    public IReadOnlyList<string> Services { get; }

    /// <summary>Its content, as a dictionary with the fields of Compose.</summary>
    public IDictionary Object { get; }

    /// <summary>The whole text, in YAML.</summary>
    public string Text { get; }

    /// <summary>The text as it is shown: without the values of variables.</summary>
    public string Preview { get; }

    /// <summary>The file that it was written to; null for none.</summary>
    public string? Path { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path ?? string.Join(", ", Services);
}
