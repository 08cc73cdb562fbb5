using System.Globalization;
using System.Text;
using Mlem.Docker.Python.Values;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Python.Tests.Yaml;

/// <summary>Python's <c>repr</c> of single values.</summary>
internal static class PythonRepr
{
    public static string Float(double value) => PythonFloat.Repr(value);

    public static string Text(string value)
    {
        char quote = value.Contains('\'') && !value.Contains('"') ? '"' : '\'';
        StringBuilder repr = new();
        repr.Append(quote);
        foreach (Rune rune in value.EnumerateRunes())
        {
            int code = rune.Value;
            repr.Append(code switch
            {
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when code == quote => $"\\{quote}",
                _ when IsPrintable(rune) => rune.ToString(),
                <= 0xFF => $"\\x{code:x2}",
                <= 0xFFFF => $"\\u{code:x4}",
                _ => $"\\U{code:x8}",
            });
        }

        return repr.Append(quote).ToString();
    }

    public static string Bytes(ReadOnlySpan<byte> value)
    {
        string text = Text(Encoding.Latin1.GetString(value));
        return "b" + string.Concat(text.Select(c => c > '~' ? $"\\x{(int)c:x2}" : c.ToString()));
    }

    public static string Time(YamlTimestamp time)
    {
        DateTime t = time.Value;
        int microsecond = (int)(t.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond);
        string seconds = t.Second > 0 || microsecond > 0 ? $", {t.Second}" : string.Empty;
        string fraction = microsecond > 0 ? $", {microsecond}" : string.Empty;
        return $"datetime.datetime({t.Year}, {t.Month}, {t.Day}, {t.Hour}, {t.Minute}{seconds}{fraction}{Zone(time.Offset)})";
    }

    private static string Zone(TimeSpan? offset)
    {
        if (offset is not { } zone) return string.Empty;
        if (zone == TimeSpan.Zero) return ", tzinfo=datetime.timezone.utc";
        int days = zone < TimeSpan.Zero ? -1 : 0;
        int seconds = (int)(zone.TotalSeconds - (days * 86400));
        string delta = days == 0 ? $"seconds={seconds}" : $"days={days}, seconds={seconds}";
        return $", tzinfo=datetime.timezone(datetime.timedelta({delta}))";
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
