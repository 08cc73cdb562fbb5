using CsCheck;

namespace Mlem.Docker.Python.Tests.Yaml;

/// <summary>Texts that are YAML, nearly YAML, and not at all.</summary>
internal static class YamlTexts
{
    private static readonly string[] Pieces =
    [
        "a", "b", "word", " ", " ", "  ", "\n", "\n", "\n  ", "\n    ", "\n ", "\t", ": ", ":", ": ", ",", ", ", " #", " # c\n", "#",
        "- ", "- ", "-", "? ", "?", "'", "\"", "\\", "[", "]", "{", "}", "&a ", "&b ", "*a", "*b", "!", "!!str ", "!!int ", "!!set ",
        "!<tag:yaml.org,2002:str> ", "!!omap ", "!!float ", "!!binary ", "|", "|\n", ">\n", "|-\n", ">+\n", "|2\n", "%", "@", "`",
        "\n---\n", "\n...\n", "---", "...", "<<: ", "<<", "=", "= : ", "~", "null", "yes", "1", "0x1F", "1.5", "1:30", "2001-01-01",
        "\r\n", "\r", "\u0085", "\u2028", "\u00E9", "\U0001F436", "\uFEFF", "%YAML 1.1\n", "%TAG ! tag:x,2000:\n", "x: y", "k:\n", "- - ",
        "''", "\"\"", "\"a b\"", "'c d'", "\\n", "\\x41", "\\\n", "{a: 1}", "[1, 2]", "a: b\n", "\n- c", "\n  - d", "\n? e\n: f",
    ];

    private static readonly Gen<string> Piece = Gen.OneOfConst(Pieces);

    private static readonly Gen<string> Whole = Gen.OneOfConst([.. YamlGolden.Texts()]);

    /// <summary>Pieces in any order.</summary>
    public static Gen<string> Soup { get; } = Piece.Array[1, 30].Select(string.Concat);

    /// <summary>A text that PyYAML reads or refuses, damaged at up to three places, or put into brackets or braces.</summary>
    public static Gen<string> Damaged { get; } = Gen.Select(
        Whole, Gen.Select(Gen.Double.Unit, Piece, Gen.Int[0, 4]).Array[0, 3], Gen.Int[0, 9], (text, places, flow) =>
        {
            foreach ((double place, string piece, int cut) in places)
            {
                int start = (int)(place * text.Length);
                text = text[..start] + piece + text[Math.Min(start + cut, text.Length)..];
            }

            return flow switch { 0 => $"[{text}]", 1 => $"{{k: {text}}}", _ => text };
        });

    public static Gen<string> Any { get; } = Gen.Frequency((1, Soup), (2, Damaged));
}
