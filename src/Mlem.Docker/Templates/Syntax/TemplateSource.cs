using System.Text;

namespace Mlem.Docker.Templates.Syntax;

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

    public TemplateLocation At(int start, int stop)
    {
        int line = 1 + Text.AsSpan(0, Math.Min(start, Text.Length)).Count('\n');
        return new(Path ?? Name, line, stop > start ? Shorten(Text[start..stop]) : null);
    }

    public TemplateException SyntaxError(string reason, int start, int stop) =>
        new("TemplateSyntaxError", reason, At(start, stop), "Correct the template.");

    private static string Shorten(string expression)
    {
        StringBuilder line = new();
        foreach (string word in expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            line.Append(line.Length > 0 ? " " : string.Empty).Append(word);
        return line.Length > 200 ? line.ToString(0, 200) + "…" : line.ToString();
    }
}
