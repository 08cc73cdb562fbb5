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
}
