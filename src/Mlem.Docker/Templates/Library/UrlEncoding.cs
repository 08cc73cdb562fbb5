using System.Text;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Library;

/// <summary>The filter <c>urlencode</c>.</summary>
internal static class UrlEncoding
{
    public static string Encode(object? value)
    {
        if (value is string or Markup or null or bool || PyTypes.IsNumber(value)) return Quote(value, query: false);
        IEnumerable<object?> pairs = value is PyDict dict
            ? dict.Entries.Select(object? (e) => PyTuple.Of(e.Key, e.Value))
            : PySequences.Iterate(value);
        return string.Join('&', pairs.Select(Pair));
    }

    private static string Pair(object? pair)
    {
        object?[] items = [.. PySequences.Iterate(pair)];
        if (items.Length != 2) throw PythonError.Value("a pair is needed");
        return $"{Quote(items[0], query: true)}={Quote(items[1], query: true)}";
    }

    private static string Quote(object? value, bool query)
    {
        StringBuilder text = new();
        foreach (byte b in Encoding.UTF8.GetBytes(PyText.Str(value)))
        {
            char c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '~' || (c == '/' && !query)) text.Append(c);
            else if (c == ' ' && query) text.Append('+');
            else text.Append($"%{b:X2}");
        }

        return text.ToString();
    }
}
