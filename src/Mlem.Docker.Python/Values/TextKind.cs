using System.Globalization;
using System.Text;

namespace Mlem.Docker.Python.Values;

/// <summary>The questions of str's <c>is…</c> methods.</summary>
internal static class TextKind
{
    public static bool All(string text, Func<Rune, bool> test) => text.Length > 0 && text.EnumerateRunes().All(test);

    public static bool IsAlpha(Rune rune) => Rune.IsLetter(rune);

    public static bool IsDecimal(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber;

    public static bool IsDigit(Rune rune) => IsDecimal(rune)
        || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNumber && Rune.GetNumericValue(rune) is >= 0 and <= 9
            && Rune.GetNumericValue(rune) % 1 == 0);

    public static bool IsNumeric(Rune rune) => Rune.IsNumber(rune);

    public static bool IsCasedLetter(Rune rune) => Rune.IsUpper(rune) || Rune.IsLower(rune)
        || Rune.GetUnicodeCategory(rune) == UnicodeCategory.TitlecaseLetter;

    public static bool IsCased(string text, bool upper)
    {
        bool any = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!IsCasedLetter(rune)) continue;
            if (upper ? !Rune.IsUpper(rune) : !Rune.IsLower(rune)) return false;
            any = true;
        }

        return any;
    }

    public static bool IsTitle(string text)
    {
        bool any = false;
        bool inside = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsUpper(rune) && inside) return false;
            if (Rune.IsLower(rune) && !inside) return false;
            inside = IsCasedLetter(rune);
            any |= inside;
        }

        return any;
    }

    public static bool IsWord(Rune rune) => rune.Value == '_' || Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune);

    public static bool IsIdentifier(string text)
    {
        bool first = true;
        foreach (Rune rune in text.EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            bool start = rune.Value == '_' || Rune.IsLetter(rune) || category == UnicodeCategory.LetterNumber;
            bool more = start || category is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            if (first ? !start : !more) return false;
            first = false;
        }

        return !first;
    }
}
