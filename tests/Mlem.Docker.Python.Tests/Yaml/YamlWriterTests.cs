using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Python.Tests.Yaml;

public sealed class YamlWriterTests
{
    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1e16, "1.0e+16")]
    [InlineData(9999999999999998, "9999999999999998.0")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1.0e-05")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(5e-324, "5.0e-324")]
    [InlineData(double.NaN, ".nan")]
    [InlineData(double.NegativeInfinity, "-.inf")]
    public void Floats_are_Pythons_repr_with_a_point(double value, string expected) =>
        Assert.Equal(expected + "\n...\n", YamlWriter.Write(new YamlFloat(value)));

    [Theory]
    [InlineData("{b: 1, a: 2, B: 3}", "B: 3\na: 2\nb: 1\n")]
    [InlineData("{\"\\uffff\": 1, \"\\U0001f436\": 2}", "\"\\uFFFF\": 1\n\"\\U0001F436\": 2\n")]
    [InlineData("{2: a, 1.5: b, true: c, .inf: d}", "true: c\n1.5: b\n2: a\n.inf: d\n")]
    [InlineData("{b: 1, 1: 2, a: 3}", "b: 1\n1: 2\na: 3\n")]
    [InlineData("{~: 1, b: 2}", "null: 1\nb: 2\n")]
    [InlineData("{3: a, .nan: b, 1: c, 2: d}", "3: a\n.nan: b\n1: c\n2: d\n")]
    [InlineData("{3: a, 2: d, .nan: b, 1: c}", "1: c\n2: d\n3: a\n.nan: b\n")]
    [InlineData("{2001-01-02: a, 2001-01-01: b}", "2001-01-01: b\n2001-01-02: a\n")]
    public void Keys_stand_as_Python_sorts_them_or_as_given_when_they_do_not_compare(string text, string expected) =>
        Assert.Equal(expected, YamlWriter.Write(YamlReader.Read(text)));

    [Theory]
    [InlineData("!!binary ''", "!!binary \"\"\n")]
    [InlineData("a: !!binary aGk=", "a: !!binary |\n  aGk=\n")]
    [InlineData("? !!binary aGk=\n: x", "? !!binary |\n  aGk=\n: x\n")]
    [InlineData("!!set {}", "!!set {}\n")]
    [InlineData("- !!set {b, a}", "- !!set\n  a: null\n  b: null\n")]
    [InlineData("? ''\n: - 1\n  - 2", "? ''\n: - 1\n  - 2\n")]
    [InlineData("a: 2001-01-01 1:2:3", "a: 2001-01-01 1:2:3\n")]
    [InlineData("a: 2001-01-01 1:02:03.5 +5:30", "a: 2001-01-01 01:02:03.500000+05:30\n")]
    public void Other_types_are_written_as_PyYAML_does(string text, string expected) =>
        Assert.Equal(expected, YamlWriter.Write(YamlReader.Read(text)));

    [Fact]
    public void A_key_of_128_characters_with_its_tag_stands_after_a_question_mark()
    {
        string fits = new('k', 122);
        Assert.Equal($"{fits}: null\n", Write(fits));
        Assert.Equal($"? {fits}k\n: null\n", Write(fits + "k"));

        static string Write(string key) => YamlWriter.Write(new YamlMapping([new(new YamlString(key), new YamlNull())]));
    }

    [Fact]
    public void A_value_too_deep_for_the_stack_is_an_error()
    {
        YamlValue value = new YamlSequence([]);
        for (int i = 0; i < 1_000_000; i++) value = new YamlSequence([value]);
        Assert.Equal(YamlProblem.TooDeep, Assert.Throws<YamlException>(() => YamlWriter.Write(value)).Problem);
        Assert.Equal(YamlProblem.TooDeep, Assert.Throws<YamlException>(() => YamlWriter.Write(value, keepSharing: true)).Problem);
    }

    [Fact]
    public void A_stream_gets_the_same_bytes_and_stays_open()
    {
        using MemoryStream stream = new();
        YamlWriter.Write(new YamlString("\u00E9"), stream);
        Assert.Equal("\"\\xE9\"\n"u8.ToArray(), stream.ToArray());
    }
}
