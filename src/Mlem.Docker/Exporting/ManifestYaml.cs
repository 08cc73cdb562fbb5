using System.Globalization;
using System.Text;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Exporting;

/// <summary>
/// Writes YAML that every reader takes for the same: in the order given, and each text in quotes that any version of YAML
/// might take for something else (<c>y</c>, <c>1e3</c>, <c>08</c>), as PyYAML's own emitter does not.
/// </summary>
internal static class ManifestYaml
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "y", "yes", "n", "no", "true", "false", "on", "off", "null", "inf", "nan",
    };

    /// <summary>One or several documents.</summary>
    public static string Write(IEnumerable<YamlMapping> documents) =>
        string.Join("---\n", documents.Select(document => WriteMapping(new StringBuilder(), document, 0, false).ToString()));

    private static StringBuilder WriteMapping(StringBuilder text, YamlMapping map, int indent, bool begun)
    {
        foreach ((YamlValue key, YamlValue value) in map.Entries)
        {
            text.Append(' ', begun ? 0 : indent).Append(Scalar(key)).Append(':');
            begun = false;
            switch (value)
            {
                case YamlMapping { Entries.Count: > 0 } inner:
                    WriteMapping(text.Append('\n'), inner, indent + 2, false);
                    break;
                case YamlSequence { Items.Count: > 0 } list:
                    WriteList(text.Append('\n'), list, indent + 2);
                    break;
                default:
                    text.Append(' ').Append(Scalar(value)).Append('\n');
                    break;
            }
        }

        return text;
    }

    private static void WriteList(StringBuilder text, YamlSequence list, int indent)
    {
        foreach (YamlValue item in list.Items)
        {
            text.Append(' ', indent).Append("- ");
            if (item is YamlMapping { Entries.Count: > 0 } map)
                WriteMapping(text, map, indent + 2, true);
            else
                text.Append(Scalar(item)).Append('\n');
        }
    }

    private static string Scalar(YamlValue value) => value switch
    {
        YamlString text => IsPlain(text.Value) ? text.Value : Quoted(text.Value),
        YamlBoolean flag => flag.Value ? "true" : "false",
        YamlInteger number => number.Value.ToString(CultureInfo.InvariantCulture),
        YamlMapping => "{}",
        YamlSequence => "[]",
        _ => "null",
    };

    // A letter or a slash first: nothing of that kind is a number in any YAML.
    private static bool IsPlain(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '/') && !Words.Contains(text) && text[^1] != ':'
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '@' or ':' or '+' or '=');

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (c == '\n')
                quoted.Append("\\n");
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                quoted.Append(c).Append(text[++i]);
            else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF')
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
