using Mlem.Docker.Context;

namespace Mlem.Docker.Tests.Context;

public sealed class EnvironmentVariablesTests
{
    [Theory]
    [InlineData("bar", "bar")]
    [InlineData("", "")]
    [InlineData("<a&b>", "<a&b>")]
    [InlineData("a#b=c", "a#b=c")]
    [InlineData("žluť", "žluť")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData("it's", "\"it's\"")]
    [InlineData("$HOME/x", "\"\\$HOME/x\"")]
    [InlineData("back\\slash", "\"back\\\\slash\"")]
    [InlineData("tab\there", "\"tab\there\"")]
    public void A_value_is_quoted_only_where_a_Dockerfile_needs_it(string value, string expected) =>
        Assert.Equal(expected, EnvironmentVariables.Quote(value));

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("two\rlines")]
    public void A_line_break_is_refused_without_showing_the_value(string value)
    {
        MlemException error = Assert.Throws<MlemException>(() => EnvironmentVariables.CheckValue("SECRET", value));
        Assert.Contains("'SECRET'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("lines", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=x")]
    [InlineData("1A=x")]
    [InlineData("A B=x")]
    [InlineData("A-B")]
    public void A_name_that_is_none_is_refused(string entry) => Assert.Equal(
        "EnvironmentNameInvalid", Assert.Throws<MlemException>(() => Read(entry)).ErrorId);

    [Fact]
    public void The_value_given_beats_the_one_of_the_process() => Assert.Equal("given", Read("A=given").Single().Value);

    [Fact]
    public void A_name_alone_takes_the_value_of_the_process() => Assert.Equal("from the process", Read("A").Single().Value);

    [Fact]
    public void A_name_alone_that_the_process_does_not_have_is_an_error() =>
        Assert.Equal("EnvironmentVariableNotSet", Assert.Throws<MlemException>(() => Read("B")).ErrorId);

    [Fact]
    public void A_later_value_replaces_the_earlier_at_its_place() =>
        Assert.Equal(["X=3", "Y=2"], Read("X=1", "Y=2", "X=3").Select(v => $"{v.Key}={v.Value}"));

    private static IReadOnlyList<KeyValuePair<string, string>> Read(params string[] entries) =>
        EnvironmentVariables.Read(entries, "set_env", name => name == "A" ? "from the process" : null);
}
