using System.Text;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Python.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("yes", "True")]
    [InlineData("y", "'y'")]
    [InlineData("0777", "511")]
    [InlineData("0b101", "5")]
    [InlineData("-1:30", "-90")]
    [InlineData("1:30.5", "90.5")]
    [InlineData("1e3", "'1e3'")]
    [InlineData("1.5e+3", "1500.0")]
    [InlineData("!!float 1e3", "1000.0")]
    [InlineData("!!int ' 7 '", "7")]
    [InlineData("! '7'", "7")]
    [InlineData("-.inf", "-inf")]
    [InlineData("!!timestamp 2001-1-2", "datetime.date(2001, 1, 2)")]
    [InlineData("2001-1-2T3:04:05 -1:30", "datetime.datetime(2001, 1, 2, 3, 4, 5, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=81000)))")]
    [InlineData("!!binary aGk", null)]
    [InlineData("!!binary 'a G\n  k='", "b'hi'")]
    [InlineData("!!omap [a: 1, b: 2]", "[['a', 1], ['b', 2]]")]
    [InlineData("!!str {=: x}", "'x'")]
    [InlineData("=: x", "{'=': 'x'}")]
    [InlineData("- =", null)]
    [InlineData("2001-02-30", null)]
    [InlineData("!!bool maybe", null)]
    [InlineData("!!int 09", null)]
    [InlineData("!!map [a]", null)]
    [InlineData("!!python/tuple [a]", null)]
    public void Scalars_and_tags_are_those_of_PyYAML(string text, string? expected)
    {
        if (expected is null) Assert.Throws<YamlException>(() => YamlReader.Read(text));
        else Assert.Equal(expected, YamlGolden.Repr(YamlReader.Read(text)));
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3", "{'a': 3, 'b': 2}")]
    [InlineData("1: a\n1.0: b\ntrue: c", "{1: 'c'}")]
    [InlineData("{d: 2, <<: {c: 1, d: 9}}", "{'c': 1, 'd': 2}")]
    [InlineData("<<: [{a: 1}, {a: 2, b: 3}]", "{'a': 1, 'b': 3}")]
    [InlineData("{<<: 1}", null)]
    [InlineData("{<<: [1]}", null)]
    [InlineData("{[a]: 1}", null)]
    [InlineData("{{a: b}: 1}", null)]
    public void Equal_keys_and_merge_keys_end_as_in_a_Python_dict(string text, string? expected)
    {
        if (expected is null) Assert.Throws<YamlException>(() => YamlReader.Read(text));
        else Assert.Equal(expected, YamlGolden.Repr(YamlReader.Read(text)));
    }

    /// <summary>PyYAML writes such keys without quotes; YamlDotNet alone reads over their ':'.</summary>
    [Theory]
    [InlineData("price *100: 1", "{'price *100': 1}")]
    [InlineData("- a *b *c: d\n- x, *y: \"\\uFFFE*\"", "[{'a *b *c': 'd'}, {'x, *y': '\\ufffe*'}]")]
    [InlineData("a: &x 1\nb: [*x, c *x]", "{'a': 1, 'b': [1, 'c *x']}")]
    public void A_star_inside_a_text_is_no_alias(string text, string expected) =>
        Assert.Equal(expected, YamlGolden.Repr(YamlReader.Read(text)));

    [Fact]
    public void Too_many_keys_with_stars_are_an_error()
    {
        string text = string.Concat(Enumerable.Repeat("- a *b: c\n", YamlStars.MostReadings + 1));
        Assert.Equal(YamlProblem.Invalid, Assert.Throws<YamlException>(() => YamlReader.Read(text)).Problem);
        Assert.IsType<YamlSequence>(YamlReader.Read(text[10..]));
    }

    [Fact]
    public void A_long_mapping_keeps_the_last_value_at_the_first_place()
    {
        string text = string.Concat(Enumerable.Range(0, 50).Select(i => $"k{i % 20}: {i}\n"));
        YamlMapping mapping = Assert.IsType<YamlMapping>(YamlReader.Read(text));
        Assert.Equal(20, mapping.Entries.Count);
        Assert.Equal(new YamlString("k0"), mapping.Entries[0].Key);
        Assert.Equal(new YamlInteger(40), mapping["k0"]);
        Assert.Equal(new YamlInteger(39), mapping["k19"]);
    }

    [Fact]
    public void An_alias_is_the_same_value()
    {
        YamlMapping mapping = Assert.IsType<YamlMapping>(YamlReader.Read("a: &x [1]\nb: *x"));
        Assert.Same(mapping["a"], mapping["b"]);
        Assert.Equal("a:\n- 1\nb:\n- 1\n", YamlWriter.Write(mapping));
        Assert.Equal("a: &id001\n- 1\nb: *id001\n", YamlWriter.Write(mapping, keepSharing: true));
    }

    [Fact]
    public void Values_know_where_they_stand()
    {
        YamlMapping mapping = Assert.IsType<YamlMapping>(YamlReader.Read("a:\r\n- x\r\n- \u00E9: [1, 2]\r\n"));
        YamlSequence list = Assert.IsType<YamlSequence>(mapping["a"]);
        Assert.Equal(new YamlMark(2, 1), list.Mark);
        Assert.Equal(new YamlMark(2, 3), list.Items[0].Mark);
        Assert.Equal(new YamlMark(3, 6), Assert.IsType<YamlMapping>(list.Items[1])["\u00E9"]!.Mark);
    }

    [Fact]
    public async Task Bytes_and_streams_read_as_the_text_does()
    {
        const string Text = "\uFEFFname: \u00E9\U0001F436\n";
        YamlValue expected = YamlReader.Read(Text);
        byte[] utf8 = Encoding.UTF8.GetBytes(Text);
        Assert.Equal(expected, YamlReader.Read(utf8));
        Assert.Equal(expected, YamlReader.Read(Encoding.Unicode.GetBytes(Text)));
        Assert.Equal(expected, YamlReader.Read(Encoding.BigEndianUnicode.GetBytes(Text)));
        Assert.Equal(expected, YamlReader.Read(new MemoryStream(utf8)));
        Assert.Equal(
            expected,
            await YamlReader.ReadAsync(new MemoryStream(utf8), cancellationToken: TestContext.Current.CancellationToken));
    }
}
