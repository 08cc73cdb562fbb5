using System.Numerics;
using CsCheck;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Python.Tests.Yaml;

public sealed class YamlRoundTripTests
{
    private static readonly string[] Pieces =
    [
        "a", "word", " ", "  ", "\n", "\n\n", " \n", "\n ", "\t", "\r", "\r\n", ": ", ":", " #", "#", "- ", "-", "? ", "'",
        "\"", "\\", "[", "]", "{", "}", ",", "&", "*", "!", "|", ">", "%", "@", "`", "---", "...", "<<", "=", "~", "null",
        "yes", "1", "0x1F", "1.5", "1e3", "1:30", "2001-01-01", "\0", "\a", "\u001B", "\u007F", "\u0085", "\u00A0", "\u00E9",
        "\u2028", "\u2029", "\uFEFF", "\uE000", "\uFFFD", "\uFFFF", "\U0001F436", "\U0010FFFF",
        "a-word-that-is-longer-than-any-line-may-be-so-that-it-can-never-be-folded-at-a-space-inside",
    ];

    private static readonly Gen<YamlValue> Text =
        Gen.OneOfConst(Pieces).Array[0, 30].Select(p => (YamlValue)new YamlString(string.Concat(p)));

    private static readonly Gen<YamlValue> Scalar = Gen.OneOf(
        Text,
        Gen.Const<YamlValue>(new YamlNull()),
        Gen.Bool.Select(b => (YamlValue)new YamlBoolean(b)),
        Gen.Byte.Array[1, 60].Select(b => (YamlValue)new YamlInteger(new BigInteger(b))),
        Gen.Double.Select(d => (YamlValue)new YamlFloat(d)),
        Gen.Byte.Array[0, 130].Select(b => (YamlValue)new YamlBinary(b)),
        Gen.Int[1, 3_000_000].Select(d => (YamlValue)new YamlDate(DateOnly.FromDayNumber(d))),
        Gen.Select(Gen.Long[0, DateTime.MaxValue.Ticks / 10], Gen.Int[-1439, 1439].Nullable()).Select(
            (t, o) => (YamlValue)new YamlTimestamp(new DateTime(t * 10), o is { } m ? TimeSpan.FromMinutes(m) : null)));

    private static readonly Gen<YamlValue> Any = Gen.Recursive<YamlValue>((depth, value) => depth > 4
        ? Scalar
        : Gen.Frequency(
            (4, Scalar),
            (2, value.Array[0, 5].Select(items => (YamlValue)new YamlSequence(items))),
            (2, Gen.Select(Scalar, value).Array[0, 5].Select(pairs => (YamlValue)new YamlMapping(
                [.. pairs.DistinctBy(p => p.Item1, PythonKeyComparer.Instance).Select(p => KeyValuePair.Create(p.Item1, p.Item2))]))),
            (1, Scalar.Array[0, 5].Select(items => (YamlValue)new YamlSet(
                [.. items.Distinct(PythonKeyComparer.Instance)])))));

    [Fact]
    public void What_is_written_is_read_back_equal() =>
        Any.Sample(value => YamlReader.Read(YamlWriter.Write(value)).Equals(value), iter: 5000);

    [Fact]
    public void Writing_what_was_read_gives_the_same_text() =>
        Any.Sample(
            value =>
            {
                string text = YamlWriter.Write(value);
                return YamlWriter.Write(YamlReader.Read(text)) == text;
            },
            iter: 2000);

    [Fact]
    public void Everything_written_is_printable_ASCII_and_ends_with_a_line_feed() =>
        Any.Sample(
            value =>
            {
                string text = YamlWriter.Write(value);
                return text.EndsWith('\n') && text.All(c => c is '\n' or (>= ' ' and <= '~'));
            },
            iter: 2000);

    [Fact]
    public void Damaged_texts_are_read_or_refused_and_nothing_else() =>
        Gen.Select(Any, Gen.Int[0, 5000], Gen.OneOfConst(Pieces), Gen.Int[0, 3]).Sample(
            (value, place, piece, cut) =>
            {
                string text = YamlWriter.Write(value);
                int start = place % text.Length;
                string damaged = text[..start] + piece + text[Math.Min(start + cut, text.Length)..];
                try
                {
                    YamlReader.Read(damaged);
                }
                catch (YamlException)
                {
                    // Refused with a place: as good as read.
                }
            },
            iter: 5000);

    [Fact]
    public void Any_text_is_read_or_refused_and_nothing_else() =>
        YamlTexts.Any.Sample(
            text =>
            {
                try
                {
                    YamlReader.Read(text);
                }
                catch (YamlException e)
                {
                    Assert.InRange(e.Mark.Line, 1, text.Count(YamlCharacters.IsBreak) + 1);
                }
            },
            iter: 20_000);
}
