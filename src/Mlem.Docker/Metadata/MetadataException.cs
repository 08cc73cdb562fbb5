using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>
/// A file that is YAML, but not the MLEM object it should be. The message has the form
/// <c>path(line,column): key path: reason</c>; the id is <c>MetadataInvalid</c>.
/// </summary>
public sealed class MetadataException : MlemException
{
    internal MetadataException(
        string? source, YamlMark mark, string keyPath, string reason, string? recommendation = null)
        : base(
            "MetadataInvalid",
            MlemErrorCategory.InvalidData,
            $"{Place(source, mark)}{(keyPath.Length == 0 ? string.Empty : keyPath + ": ")}{reason}",
            source,
            recommendation ?? Messages.CorrectItThere)
    {
        SourceName = source;
        Line = mark.Line;
        Column = mark.Column;
        KeyPath = keyPath;
    }

    /// <summary>The file, or null when the values did not come from one.</summary>
    public string? SourceName { get; }

    /// <summary>The line, from 1; 0 when the values were not read from a text.</summary>
    public int Line { get; }

    /// <summary>The column, from 1; 0 when the values were not read from a text.</summary>
    public int Column { get; }

    /// <summary>The way to the value, such as <c>requirements[3].version</c>; empty for the whole document.</summary>
    public string KeyPath { get; }

    private static string Place(string? source, YamlMark mark) => (source, mark.Line) switch
    {
        (null, _) => string.Empty,
        (_, 0) => $"{source}: ",
        _ => $"{source}({mark.Line},{mark.Column}): ",
    };
}
