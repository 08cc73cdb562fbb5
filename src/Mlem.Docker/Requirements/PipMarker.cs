namespace Mlem.Docker.Requirements;

/// <summary>
/// An environment marker (PEP 508), for example <c>python_version &lt; "3.10"</c>: the condition under which a line counts.
/// </summary>
public sealed class PipMarker
{
    private readonly PipMarkerNode _root;

    private PipMarker(string text, PipMarkerNode root)
    {
        Text = text;
        _root = root;
    }

    /// <summary>The marker as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a marker.</summary>
    /// <param name="text">The text after the semicolon.</param>
    /// <exception cref="FormatException">It is no marker that pip reads.</exception>
    public static PipMarker Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new PipMarker(text.Trim(), new PipMarkerParser(text).Parse());
    }

    /// <summary>Whether the marker holds; null when that depends on something that is not known.</summary>
    /// <param name="environment">What is known of the image.</param>
    public bool? Evaluate(PipMarkerEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return _root.Evaluate(environment);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
