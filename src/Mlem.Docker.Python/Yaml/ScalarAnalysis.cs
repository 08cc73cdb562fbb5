using static Mlem.Docker.Python.Yaml.YamlCharacters;

namespace Mlem.Docker.Python.Yaml;

/// <summary>How a scalar is written.</summary>
internal enum ScalarStyle : byte
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
}

/// <summary>In which styles a text can be written in block context, by PyYAML's rules.</summary>
/// <param name="IsMultiline">Whether it has line breaks.</param>
/// <param name="AllowsPlain">Whether it can stand without quotes.</param>
/// <param name="AllowsSingleQuoted">Whether it can stand in single quotes.</param>
internal readonly record struct ScalarAnalysis(bool IsMultiline, bool AllowsPlain, bool AllowsSingleQuoted)
{
    public static ScalarAnalysis Analyse(string text)
    {
        if (text.Length == 0) return new(IsMultiline: false, AllowsPlain: true, AllowsSingleQuoted: true);
        bool hasIndicators = text.StartsWith("---", StringComparison.Ordinal)
            || text.StartsWith("...", StringComparison.Ordinal)
            || StartsWithIndicator(text);
        bool hasBreaks = false;
        bool hasSpecial = false;
        bool hasBreakSpace = false;
        bool hasSpaceBreak = false;
        char previous = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isBreak = c is '\n' or NextLine or LineSeparator or ParagraphSeparator;
            hasBreaks |= isBreak;
            hasSpecial |= c is not ('\n' or (>= ' ' and <= '~'));
            hasIndicators |= i > 0 && ((c == ':' && IsBlankBreakOrEnd(At(text, i + 1)))
                || (c == '#' && IsBlankBreakOrEnd(text[i - 1])));
            hasBreakSpace |= c == ' ' && previous == '\n';
            hasSpaceBreak |= isBreak && previous == ' ';
            previous = isBreak ? '\n' : c;
        }

        bool isPadded = IsSpaceOrBreak(text[0]) || IsSpaceOrBreak(text[^1]);
        bool allowsSingle = !(hasBreakSpace || hasSpaceBreak || hasSpecial);
        return new(hasBreaks, allowsSingle && !(isPadded || hasBreaks || hasIndicators), allowsSingle);
    }

    private static bool StartsWithIndicator(string text) => text[0] switch
    {
        '-' or '?' or ':' => IsBlankBreakOrEnd(At(text, 1)),
        char c => c < 128 && "#,[]{}&*!|>'\"%@`".Contains(c),
    };

    private static bool IsSpaceOrBreak(char c) => c == ' ' || (c != '\r' && IsBreak(c));

    private static char At(string text, int index) => index < text.Length ? text[index] : '\0';
}
