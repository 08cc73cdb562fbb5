using YamlDotNet.Core.Events;

namespace Mlem.Docker.Python.Yaml;

/// <summary>
/// Refuses the few texts that YamlDotNet reads to another value than PyYAML: what PyYAML reads is read alike here or not
/// at all.
/// </summary>
internal static class YamlDifferences
{
    // As far as YamlDotNet looks ahead; what a block text begins with beyond that, it mixes up.
    private const int MostSpaces = 1000;

    private static readonly string Spaces = new(' ', MostSpaces);

    public static void CheckLines(string text, string? source)
    {
        for (int i = text.IndexOf(Spaces, StringComparison.Ordinal); i >= 0;)
        {
            if (i == 0 || YamlCharacters.IsBreak(text[i - 1]))
            {
                throw YamlException.Invalid(source, YamlText.FindMark(text, i), Messages.FormatLineBeginsWithTooManySpaces(MostSpaces));
            }

            int end = text.AsSpan(i).IndexOfAnyExcept(' ');
            i = end < 0 ? -1 : text.IndexOf(Spaces, i + end, StringComparison.Ordinal);
        }
    }

    /// <summary>PyYAML ends a name at the first character that is no letter, digit, '-' or '_'; YamlDotNet goes on.</summary>
    public static void CheckName(string name, YamlMark mark, string? source)
    {
        int other = name.AsSpan().IndexOfAnyExcept(YamlCharacters.NameCharacters);
        if (other < 0) return;
        throw YamlException.Invalid(source, mark, Messages.FormatCannotStandInNameOfAnchor(YamlCharacters.Show(name[other])));
    }

    /// <param name="scalar">What was read.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="isInFlow">Whether the scalar stands in brackets or braces.</param>
    /// <param name="depth">How many collections it stands in.</param>
    /// <param name="source">The text's path or name.</param>
    public static void Check(Scalar scalar, string text, bool isInFlow, int depth, string? source)
    {
        string value = scalar.Value;
        string? reason = scalar.Style switch
        {
            // To PyYAML, '?' begins a key there wherever it stands.
            YamlDotNet.Core.ScalarStyle.Plain when isInFlow && value.StartsWith('?') => Messages.QuestionMarkNeedsSpaceAfterIt,

            // To PyYAML, ':' before a bracket ends a key, as before a space.
            YamlDotNet.Core.ScalarStyle.Plain when HasKeyEnd(value, text, scalar.End.Index) => Messages.ColonMustBeQuoted,

            // To PyYAML, the lines of a block text are indented even where nothing is around it.
            YamlDotNet.Core.ScalarStyle.Literal or YamlDotNet.Core.ScalarStyle.Folded when depth == 0 && HasLineAtMargin(text, scalar) =>
                Messages.BlockTextNeedsIndentation,
            _ => null,
        };
        if (reason == Messages.ColonMustBeQuoted && YamlStars.IsIn(text, (int)scalar.Start.Index))
        {
            throw new YamlStars((int)scalar.Start.Index);
        }

        if (reason is not null) throw YamlException.Invalid(source, YamlEvents.MarkOf(scalar.Start, text), reason);
    }

    private static bool HasKeyEnd(string value, string text, long end)
    {
        for (int i = value.IndexOf(':'); i >= 0; i = value.IndexOf(':', i + 1))
        {
            char next = i + 1 < value.Length ? value[i + 1] : end < text.Length ? text[(int)end] : '\0';
            if (YamlCharacters.IsBlankBreakOrEnd(next) || (i + 1 == value.Length && next is '[' or ']' or '{' or '}')) return true;
        }

        return false;
    }

    private static bool HasLineAtMargin(string text, Scalar scalar)
    {
        for (int i = (int)scalar.Start.Index; i < text.Length - 1 && i < scalar.End.Index; i++)
        {
            if (YamlCharacters.IsBreak(text[i]) && text[i + 1] != ' ' && !YamlCharacters.IsBreak(text[i + 1])) return true;
        }

        return false;
    }
}
