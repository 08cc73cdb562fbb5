using System.Text;

namespace Mlem.Docker.Python.Yaml;

/// <summary>
/// Writes YAML byte for byte as PyYAML 6's <c>yaml.safe_dump</c> with its defaults: keys sorted, block style, lines
/// folded at 80 columns, everything but ASCII escaped.
/// </summary>
public static class YamlWriter
{
    /// <summary>Writes a value as a text that ends with a line feed.</summary>
    /// <param name="value">The value.</param>
    /// <param name="keepSharing">
    /// Whether a collection or time that stands in several places as the same object is written once, with an anchor,
    /// as <c>safe_dump</c> does for Python objects. MLEM's own objects never share, so the default is false.
    /// </param>
    /// <returns>The text.</returns>
    /// <exception cref="YamlException">The value is nested too deep.</exception>
    public static string Write(YamlValue value, bool keepSharing = false)
    {
        using StringWriter writer = new();
        Write(value, writer, keepSharing);
        return writer.ToString();
    }

    /// <summary>Writes a value to a text writer.</summary>
    /// <param name="value">The value.</param>
    /// <param name="writer">Where to; it stays open. Its line end is not used: lines end with LF.</param>
    /// <param name="keepSharing">Whether shared objects are written once, with an anchor.</param>
    /// <exception cref="YamlException">The value is nested too deep.</exception>
    public static void Write(YamlValue value, TextWriter writer, bool keepSharing = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(writer);
        YamlAnchors? anchors = keepSharing ? YamlAnchors.Find(value) : null;
        new YamlEmitter(writer, anchors).WriteDocument(value);
    }

    /// <summary>Writes a value to a stream, in ASCII.</summary>
    /// <param name="value">The value.</param>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="keepSharing">Whether shared objects are written once, with an anchor.</param>
    /// <exception cref="YamlException">The value is nested too deep.</exception>
    public static void Write(YamlValue value, Stream stream, bool keepSharing = false)
    {
        using StreamWriter writer = new(stream, Encoding.ASCII, leaveOpen: true);
        Write(value, writer, keepSharing);
    }
}
