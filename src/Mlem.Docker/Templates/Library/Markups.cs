using System.Net;
using System.Text.RegularExpressions;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Library;

/// <summary>The filters that make or remove HTML.</summary>
internal static partial class Markups
{
    public static string StripTags(string text)
    {
        string plain = Tag().Replace(Comment().Replace(text, string.Empty), string.Empty);
        string collapsed = string.Join(' ', plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return WebUtility.HtmlDecode(collapsed);
    }

    public static object Attributes(object? value, bool space)
    {
        PyDict dict = value as PyDict ?? throw PyTypes.Wrong(value, "a mapping");
        List<string> parts = [];
        foreach ((object? key, object? item) in dict.Entries)
        {
            if (item is null or Undefined) continue;
            string name = PyTypes.AsText(key) ?? throw PyTypes.Wrong(key, "str");
            if (name.Any(c => c is ' ' or (>= '\t' and <= '\r') or '/' or '>' or '='))
                throw PythonError.Value($"Invalid character in attribute name: {PyText.Repr(key)}");
            parts.Add($"{Markup.Escape(key).Text}=\"{Markup.Escape(item).Text}\"");
        }

        string joined = string.Join(' ', parts);
        return space && joined.Length > 0 ? " " + joined : joined;
    }

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex("<.*?>", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
