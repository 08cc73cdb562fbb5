using System.Text;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Context;

/// <summary>
/// The <c>ENV</c> lines of a Dockerfile. Their values are part of the image; but a person who looks on while it is planned or built
/// need not read them.
/// </summary>
internal static partial class EnvironmentLines
{
    // What we and everybody's image say there, so that it is worth reading.
    private static readonly HashSet<string> Known =
    [
        "MLEM_DEBUG=true", "MLEM_NO_ANALYTICS=true", "WEB_CONCURRENCY=1", "PYTHONUNBUFFERED=1", "PYTHONDONTWRITEBYTECODE=1", "HOME=/tmp",
        $"MLEM_EXTENSIONS={DockerfileGenerator.Extensions}",
    ];

    /// <summary>The Dockerfile with names and without values.</summary>
    public static string Conceal(string dockerfile) =>
        Line().Replace(dockerfile, m => IsKnown(m) ? m.Value : $"{m.Groups["before"].Value}{m.Groups["name"].Value}=***");

    /// <summary>The values, each as it stands there and as the container sees it.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Values(string dockerfile) =>
    [
        .. Line().Matches(dockerfile).Where(m => !IsKnown(m)).SelectMany(m => new[] { m.Groups["value"].Value.Trim(), Unquoted(m.Groups["value"].Value.Trim()) }
            .Distinct().Select(value => KeyValuePair.Create(m.Groups["name"].Value, (string?)value))),
    ];

    private static bool IsKnown(Match line) => Known.Contains($"{line.Groups["name"].Value}={line.Groups["value"].Value.Trim()}");

    private static string Unquoted(string value)
    {
        var text = new StringBuilder();
        string inside = value is ['"', .., '"'] ? value[1..^1] : value;
        for (int i = 0; i < inside.Length; i++)
            text.Append(inside[i] == '\\' && i + 1 < inside.Length ? inside[++i] : inside[i]);
        return text.ToString();
    }

    // A value may go on in the next line.
    [GeneratedRegex(@"^(?<before>[ \t]*ENV[ \t]+)(?<name>[^\s=]+)[ \t]*[=\s](?<value>(?:[^\\\r\n]|\\.|\\\r?\n)*)", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
