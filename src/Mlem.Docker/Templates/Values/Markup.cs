using System.Text;

namespace Mlem.Docker.Templates.Values;

/// <summary>Text that counts as escaped HTML: what <c>e</c>, <c>safe</c> and <c>tojson</c> give.</summary>
internal sealed class Markup(string text)
{
    public string Text { get; } = text;

    public override string ToString() => Text;

    public static Markup Escape(object? value) => value as Markup ?? new Markup(EscapeText(PyText.Str(value)));

    public static string EscapeText(string text)
    {
        StringBuilder result = new(text.Length);
        foreach (char c in text)
        {
            _ = c switch
            {
                '&' => result.Append("&amp;"),
                '<' => result.Append("&lt;"),
                '>' => result.Append("&gt;"),
                '\'' => result.Append("&#39;"),
                '"' => result.Append("&#34;"),
                _ => result.Append(c),
            };
        }

        return result.ToString();
    }
}
