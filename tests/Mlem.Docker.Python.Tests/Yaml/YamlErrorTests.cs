using System.Text;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Python.Tests.Yaml;

public sealed class YamlErrorTests
{
    [Theory]
    [InlineData("a: b: c", "model.mlem(1,5): a value cannot stand here: ':' is not allowed at this place")]
    [InlineData("a:\n\tb: 1", "model.mlem(2,1): a tab cannot indent a line; use spaces")]
    [InlineData("a: 1\n b: 2", "model.mlem(2,3): a value cannot stand here: ':' is not allowed at this place")]
    [InlineData("a: @x", "model.mlem(1,4): '@' cannot begin a value; quote the value")]
    [InlineData("a: \"\\q\"", "model.mlem(1,5): '\\' followed by 'q' is not an escape that YAML knows")]
    [InlineData("a: \"\\x4\"", "model.mlem(1,7): this escape needs more hexadecimal digits")]
    [InlineData("[1, 2", "model.mlem(1,6): ',' or ']' is expected here")]
    [InlineData("{a: 1\n", "model.mlem(2,1): ',' or '}' is expected here")]
    [InlineData("k: v\n- x", "model.mlem(2,1): the next key or the end of the mapping is expected here")]
    [InlineData("- a\nb: 1", "model.mlem(2,1): the next list entry '-' or the end of the list is expected here")]
    [InlineData("a: b\nc", "model.mlem(2,1): a key is not followed by ':'")]
    [InlineData("a: [1,\n2]", "model.mlem(2,1): this line must be indented more than the key or list entry it belongs to")]
    [InlineData("a: |x\n b", "model.mlem(1,5): only a comment can stand in the same line after '|' or '>'")]
    [InlineData("a: - b", "model.mlem(1,4): a list entry '-' cannot stand here")]
    [InlineData("a: !<b c> d", "model.mlem(1,7): this tag is malformed")]
    [InlineData("a: !b!c d", "model.mlem(1,4): the handle of this tag is not declared by a %TAG directive")]
    [InlineData("[a, &[] b]", "model.mlem(1,6): an anchor or alias needs a name of letters, digits, '-' and '_'")]
    [InlineData("a: 'x\ny", "model.mlem(2,2): the quotes that open at line 1, column 4 are never closed")]
    [InlineData("a: *x", "model.mlem(1,4): the alias '*x' has no anchor '&x' before it")]
    [InlineData("a: !x 1", "model.mlem(1,4): the tag '!x' is not one that is read")]
    [InlineData("a: 1\n--- 2", "model.mlem(2,1): a second document begins here, and only one is read")]
    [InlineData("&a 1: &a 2", "model.mlem(1,7): the anchor 'a' is already used at line 1")]
    [InlineData("a: 2001-02-30", "model.mlem(1,4): '2001-02-30' is no date or time that exists")]
    [InlineData("a: \u0007", "model.mlem(1,4): the character U+0007 is not allowed in YAML")]
    [InlineData("a: &x [*x]", "model.mlem(1,4): this value contains itself through an alias; such values are not read")]
    public void A_malformed_text_says_where_and_why(string text, string message)
    {
        YamlException e = Assert.Throws<YamlException>(() => YamlReader.Read(text, "model.mlem"));
        Assert.Equal(message, e.Message);
        Assert.Equal(YamlProblem.Invalid, e.Problem);
        Assert.Equal("model.mlem", e.Source);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', (byte)'b', 0xC3, (byte)'x' }, 2, 2)]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, 1, 1)]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a' }, 1, 1)]
    public void Bytes_that_are_no_text_are_refused(byte[] bytes, int line, int column)
    {
        YamlException e = Assert.Throws<YamlException>(() => YamlReader.Read(bytes));
        Assert.Equal(YamlProblem.Invalid, e.Problem);
        Assert.Equal((line, column), (e.Mark.Line, e.Mark.Column));
    }

    [Fact]
    public void A_lone_surrogate_is_refused() =>
        Assert.Throws<YamlException>(() => YamlReader.Read("a: \uD800"));

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("[\n")]
    [InlineData("{a: ")]
    public void A_million_levels_are_refused_without_a_stack_overflow(string level)
    {
        string text = new StringBuilder().Insert(0, level, 1_000_000).ToString();
        YamlException e = Assert.Throws<YamlException>(() => YamlReader.Read(text));
        Assert.Equal(YamlProblem.TooDeep, e.Problem);
    }

    [Fact]
    public void The_deepest_allowed_text_is_read_and_written_on_a_small_stack()
    {
        const int Depth = YamlLimits.DeepestAllowed;
        string text = new string('[', Depth) + new string(']', Depth);
        string? dump = null;
        Thread thread = new(
            () => dump = YamlWriter.Write(YamlReader.Read(text, limits: new() { MaxDepth = Depth }), keepSharing: true),
            maxStackSize: 1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal(string.Concat(Enumerable.Repeat("- ", Depth - 1)) + "[]\n", dump);
    }

    [Fact]
    public void A_chain_of_aliases_counts_as_depth()
    {
        string text = "- &a0 [x]\n" + string.Concat(Enumerable.Range(1, 1000).Select(i => $"- &a{i} [*a{i - 1}]\n"));
        Assert.Equal(YamlProblem.TooDeep, Assert.Throws<YamlException>(() => YamlReader.Read(text)).Problem);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{<<: [", "]}")]
    public void An_alias_bomb_is_refused_before_it_grows(string open, string close)
    {
        StringBuilder text = new("- &a0 {k: v}\n");
        for (int i = 1; i < 12; i++)
        {
            text.Append($"- &a{i} {open}{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}{close}\n");
        }

        Assert.Equal(YamlProblem.TooLarge, Assert.Throws<YamlException>(() => YamlReader.Read(text.ToString())).Problem);
    }

    [Fact]
    public void Size_and_node_limits_hold()
    {
        YamlLimits small = new() { MaxBytes = 10, MaxNodes = 3 };
        Assert.Equal(new YamlString("\u00E9\u00E9\u00E9\u00E9\u00E9"), YamlReader.Read("\u00E9\u00E9\u00E9\u00E9\u00E9", limits: small));
        Assert.Equal(YamlProblem.TooLarge, Refuse("\u00E9\u00E9\u00E9\u00E9\u00E9a").Problem);
        Assert.Equal(YamlProblem.TooLarge, Refuse("[a,b,c]").Problem);
        Assert.Equal(
            YamlProblem.TooLarge,
            Assert.Throws<YamlException>(() => YamlReader.Read(new MemoryStream(new byte[11]), limits: small)).Problem);

        YamlException Refuse(string text) =>
            Assert.Throws<YamlException>(() => YamlReader.Read(text, limits: small));
    }

    /// <summary>Python's limit of 4300 decimal digits, whatever the base, and its largest float.</summary>
    [Theory]
    [InlineData("0x", "f", 3571, "")]
    [InlineData("0b", "1", 14284, "")]
    [InlineData("0", "7", 4761, "")]
    [InlineData("1", "0", 4299, "")]
    [InlineData("1", ":1", 2418, "")]
    [InlineData("1", ":1", 173, ".5")]
    public void A_number_is_read_as_far_as_Python_can_write_it_again(string start, string repeated, int count, string end)
    {
        Assert.IsNotType<YamlString>(YamlReader.Read(Text(count)));
        Assert.Equal(YamlProblem.Invalid, Assert.Throws<YamlException>(() => YamlReader.Read(Text(count + 1))).Problem);

        // Refused at once: worked out, this one would take minutes.
        Assert.Equal(YamlProblem.Invalid, Assert.Throws<YamlException>(() => YamlReader.Read(Text(1_000_000))).Problem);

        string Text(int times) => start + string.Concat(Enumerable.Repeat(repeated, times)) + end;
    }

    [Fact]
    public void A_key_is_found_up_to_1024_characters_and_not_beyond()
    {
        // The bound counts characters; each of these is two UTF-16 units.
        string key = string.Concat(Enumerable.Repeat("\U0001F436", 1024));
        Assert.IsType<YamlMapping>(YamlReader.Read(key + ": 1"));
        Assert.Throws<YamlException>(() => YamlReader.Read(key + "a: 1"));
    }
}
