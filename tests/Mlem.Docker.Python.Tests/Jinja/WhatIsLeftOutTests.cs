using Mlem.Docker.Python.Jinja;

namespace Mlem.Docker.Python.Tests.Jinja;

/// <summary>What Jinja2 has and templates do not get here is an error that names it and what there is.</summary>
public sealed class WhatIsLeftOutTests : TemplateTest
{
    [Theory]
    [InlineData("{{ 'a' | urlize }}", "No filter named 'urlize'. Available filters: capitalize, count, d, default, ")]
    [InlineData("{{ 'a' | e }}", "No filter named 'e'. Available filters: ")]
    [InlineData("{% filter pprint %}{% endfilter %}", "No filter named 'pprint'. Available filters: ")]
    [InlineData("{{ 'a' is escaped }}", "No test named 'escaped'. Available tests: !=, <, ")]
    [InlineData("{% with x = 1 %}{% endwith %}", "Encountered unknown tag 'with'. Available tags: block, call, ")]
    [InlineData("{% print 1 %}", "Encountered unknown tag 'print'. Available tags: ")]
    [InlineData("{% autoescape true %}{% endautoescape %}", "Encountered unknown tag 'autoescape'. Available tags: ")]
    public void Before_it_runs(string template, string says) =>
        Assert.StartsWith(says, Fails(TemplateProblem.Syntax, template).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{ '{:>8}'.format(1) }}", "The str method 'format' is not available in templates. Available methods: capitalize, center, count, ")]
    [InlineData("{{ 'a'['swapcase']() }}", "The str method 'swapcase' is not available in templates. Available methods: ")]
    [InlineData("{{ {}.popitem() }}", "The dict method 'popitem' is not available in templates. Available methods: clear, copy, get, ")]
    [InlineData("{{ '%.2f' % 1 }}", "'%.2f' is not a format that templates can use. Available formats: %s, %d and %%")]
    [InlineData("{{ '%r' % 1 }}", "'%r' is not a format that templates can use. ")]
    [InlineData("{{ [1] | map('abs') | list }}", "No filter named 'abs'. Available filters: ")]
    [InlineData("{{ [1] | select('escaped') | list }}", "No test named 'escaped'. Available tests: ")]
    [InlineData("{% if true %}{{ 'a' | urlize }}{% endif %}", "No filter named 'urlize'. Available filters: ")]
    public void When_it_runs(string template, string says) =>
        Assert.StartsWith(says, Fails(TemplateProblem.Runtime, template).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{ cycler('a', 'b') }}", "'cycler' is undefined. Available functions: dict, namespace, range")]
    [InlineData("{{ joiner() }}", "'joiner' is undefined. Available functions: ")]
    [InlineData("{{ lipsum() }}", "'lipsum' is undefined. Available functions: ")]
    public void A_function_is_undefined(string template, string says) =>
        Assert.StartsWith(says, Fails(TemplateProblem.Undefined, template).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_filter_of_the_callers_stands_among_them() => Assert.Contains(
        "max, min, mine, reject, ",
        Assert.Throws<TemplateException>(() => WithFilter("{{ 'a' | other }}")).Reason,
        StringComparison.Ordinal);

    [Fact]
    public void A_filter_of_the_callers_gets_and_gives_text_and_says_why_it_cannot()
    {
        Assert.Equal("<5>|<a>,<None>|<B >", WithFilter("{{ 5 | mine }}|{{ ['a', none] | map('mine') | join(',') }}|{% filter upper | mine %}b {% endfilter %}"));
        TemplateException error = Assert.Throws<TemplateException>(() => WithFilter("\n{{ 'bad' | mine }}"));
        Assert.Equal((TemplateProblem.Runtime, "Not that.", 2), (error.Problem, error.Reason, error.Line));
        Assert.Equal(TemplateProblem.Undefined, Assert.Throws<TemplateException>(() => WithFilter("{{ nosuch | mine }}")).Problem);
    }

    private static string WithFilter(string template) => new TemplateEnvironment(
        new DictionaryTemplateLoader(new Dictionary<string, string>()),
        filters: new Dictionary<string, Func<string, string>> { ["mine"] = text => text == "bad" ? throw new FormatException("Not that.") : $"<{text}>" })
        .RenderText(template, "t", new Dictionary<string, object?>(), TestContext.Current.CancellationToken);
}
