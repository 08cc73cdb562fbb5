using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Compose;

/// <summary>Texts as Compose reads them: it puts variables in place of <c>$NAME</c>, and <c>$$</c> is a dollar.</summary>
internal static class ComposeText
{
    public static string? From(string? text) => string.IsNullOrEmpty(text) ? null : text.Replace("$", "$$", StringComparison.Ordinal);

    public static YamlSequence? From(IEnumerable<string>? texts) => List(texts?.Select(Escaped));

    /// <summary>Each once, where Compose takes none twice and an Engine does.</summary>
    public static YamlSequence? Once(IEnumerable<string>? texts) => From(texts?.Distinct(StringComparer.Ordinal));

    public static YamlMapping? From(IEnumerable<KeyValuePair<string, string>>? pairs) =>
        Texts(pairs?.Select(p => KeyValuePair.Create(p.Key, Escaped(p.Value))));

    public static string Escaped(string text) => text.Replace("$", "$$", StringComparison.Ordinal);
}
