namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>The text of a template as it is compiled: line ends are <c>\n</c>, the last one is dropped.</summary>
internal sealed class TemplateSource
{
    public TemplateSource(string text, string name, string? path)
    {
        Name = name;
        Path = path;
        string normal = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        Text = normal.EndsWith('\n') ? normal[..^1] : normal;
    }

    public string Text { get; }

    public string Name { get; }

    public string? Path { get; }

    public TemplateException SyntaxError(string reason, Place place) =>
        new(TemplateProblem.Syntax, reason, Path ?? Name, Line(place), Code(place));

    public int Line(Place place) => 1 + Text.AsSpan(0, Math.Min(place.Start, Text.Length)).Count('\n');

    /// <summary>The source text of an expression or tag on one line; null when the place has no length.</summary>
    public string? Code(Place place)
    {
        int stop = Math.Min(place.Stop, Text.Length);
        if (stop <= place.Start) return null;
        string line = string.Join(' ', Text[place.Start..stop].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 200 ? line[..200] + "…" : line;
    }
}
