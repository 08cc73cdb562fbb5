using System.Buffers;

namespace Mlem.Docker.Python.Yaml;

/// <summary>The character classes of YAML 1.1 as PyYAML draws them. <c>'\0'</c> stands for the end of the text.</summary>
internal static class YamlCharacters
{
    public const char ByteOrderMark = '\uFEFF';
    public const char NextLine = '\u0085';
    public const char LineSeparator = '\u2028';
    public const char ParagraphSeparator = '\u2029';

    /// <summary>What the names of anchors consist of.</summary>
    public static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool IsBreak(char c) => c is '\n' or '\r' or NextLine or LineSeparator or ParagraphSeparator;

    public static bool IsBlankBreakOrEnd(char c) =>
        c <= ' ' ? c is ' ' or '\n' or '\0' or '\t' or '\r' : c >= NextLine && IsBreak(c);

    /// <summary>Whether PyYAML's reader lets the character at <paramref name="index"/> in at all.</summary>
    public static bool IsAllowed(ReadOnlySpan<char> text, int index)
    {
        char c = text[index];
        if (char.IsHighSurrogate(c)) return index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]);
        if (char.IsLowSurrogate(c)) return index > 0 && char.IsHighSurrogate(text[index - 1]);
        return c is '\t' or '\n' or '\r' or NextLine or (>= ' ' and <= '~') or (>= '\u00A0' and <= '\uFFFD');
    }

    /// <summary>A character as an error message shows it.</summary>
    public static string Show(char c) => c switch
    {
        '\0' => Messages.EndOfText,
        '\t' => "a tab",
        _ when IsBreak(c) => Messages.EndOfLine,
        _ when char.IsControl(c) || char.IsSurrogate(c) || c > '~' => $"U+{(int)c:X4}",
        _ => $"'{c}'",
    };
}
