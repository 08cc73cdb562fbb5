namespace Mlem.Docker.Python.Yaml;

/// <summary>Dates and times as YAML 1.1 writes them.</summary>
internal static class TimestampParser
{
    /// <summary>Whether a plain scalar is one: a date alone needs two digits for month and day.</summary>
    public static bool IsTimestamp(ReadOnlySpan<char> text) =>
        text.Length >= 10 && TrySplit(text, out Parts parts) && (parts.HasTime || text.Length == 10);

    /// <summary>The value, or null when the text has not the form of one or names a day or time that does not exist.</summary>
    public static YamlValue? Parse(ReadOnlySpan<char> text, YamlMark mark)
    {
        if (!text.IsEmpty && text[^1] == '\n') text = text[..^1];
        if (!TrySplit(text, out Parts p) || !p.Exists) return null;
        if (!p.HasTime) return new YamlDate(new DateOnly(p.Year, p.Month, p.Day)) { Mark = mark };
        DateTime time = new DateTime(p.Year, p.Month, p.Day, p.Hour, p.Minute, p.Second)
            .AddTicks(p.Microsecond * TimeSpan.TicksPerMicrosecond);
        return new YamlTimestamp(time, p.Offset) { Mark = mark };
    }

    private static bool TrySplit(ReadOnlySpan<char> text, out Parts parts)
    {
        parts = default;
        Cursor cursor = new(text);
        if (!cursor.Number(4, 4, out parts.Year) || !cursor.Skip('-')
            || !cursor.Number(1, 2, out parts.Month) || !cursor.Skip('-')
            || !cursor.Number(1, 2, out parts.Day)) return false;
        if (cursor.IsAtEnd) return true;

        parts.HasTime = true;
        if (!cursor.Skip('T') && !cursor.Skip('t') && !cursor.SkipBlanks()) return false;
        if (!cursor.Number(1, 2, out parts.Hour) || !cursor.Skip(':')
            || !cursor.Number(2, 2, out parts.Minute) || !cursor.Skip(':')
            || !cursor.Number(2, 2, out parts.Second)) return false;
        if (cursor.Skip('.')) parts.Microsecond = cursor.Fraction();
        if (cursor.IsAtEnd) return true;

        cursor.SkipBlanks();
        if (cursor.Skip('Z'))
        {
            parts.Offset = TimeSpan.Zero;
            return cursor.IsAtEnd;
        }

        bool isWest = cursor.Skip('-');
        if (!isWest && !cursor.Skip('+')) return false;
        int minutes = 0;
        if (!cursor.Number(1, 2, out int hours) || (cursor.Skip(':') && !cursor.Number(2, 2, out minutes))) return false;
        TimeSpan offset = new(hours, minutes, 0);
        parts.Offset = isWest ? -offset : offset;
        return cursor.IsAtEnd;
    }

    private struct Parts
    {
        public int Year;
        public int Month;
        public int Day;
        public bool HasTime;
        public int Hour;
        public int Minute;
        public int Second;
        public int Microsecond;
        public TimeSpan? Offset;

        public readonly bool Exists =>
            Year >= 1 && Month is >= 1 and <= 12 && Day >= 1 && Day <= DateTime.DaysInMonth(Year, Month)
            && Hour < 24 && Minute < 60 && Second < 60
            && !(Offset?.Duration() >= TimeSpan.FromDays(1));
    }

    private ref struct Cursor(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public readonly bool IsAtEnd => _rest.IsEmpty;

        public bool Skip(char c)
        {
            if (_rest.IsEmpty || _rest[0] != c) return false;
            _rest = _rest[1..];
            return true;
        }

        public bool SkipBlanks()
        {
            int before = _rest.Length;
            _rest = _rest.TrimStart(" \t");
            return _rest.Length < before;
        }

        public bool Number(int fewest, int most, out int value)
        {
            value = 0;
            int i = 0;
            while (i < most && i < _rest.Length && char.IsAsciiDigit(_rest[i])) value = (value * 10) + (_rest[i++] - '0');
            _rest = _rest[i..];
            return i >= fewest;
        }

        /// <summary>Digits after the point as microseconds; those beyond the sixth are dropped.</summary>
        public int Fraction()
        {
            int value = 0;
            int i = 0;
            for (; i < _rest.Length && char.IsAsciiDigit(_rest[i]); i++)
            {
                if (i < 6) value = (value * 10) + (_rest[i] - '0');
            }

            for (int missing = i; missing < 6; missing++) value *= 10;
            _rest = _rest[i..];
            return value;
        }
    }
}
