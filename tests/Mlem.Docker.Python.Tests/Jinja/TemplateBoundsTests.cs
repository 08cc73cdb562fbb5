using System.Text;
using Mlem.Docker.Python.Jinja;

namespace Mlem.Docker.Python.Tests.Jinja;

/// <summary>No template, however written, takes the process down or runs without end.</summary>
public sealed class TemplateBoundsTests : TemplateTest
{
    [Theory]
    [InlineData("{{ 'a' * 999999999999 }}")]
    [InlineData("{{ [1] * 999999999 }}")]
    [InlineData("{{ 10 ** 10000000 }}")]
    [InlineData("{{ range(10 ** 12)|list }}")]
    [InlineData("{{ 'x'.center(10 ** 12) }}")]
    [InlineData("{{ '%999999999999d' % 1 }}")]
    [InlineData("{{ '%-999999999999s' % 1 }}")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")]
    [InlineData("{% set l = [1] %}{% for x in l %}{% set _ = l.append(x) %}{% endfor %}")]
    [InlineData("{% set n = namespace(s='ab') %}{% for x in range(99) %}{% set n.s = n.s ~ n.s %}{% endfor %}")]
    [InlineData("{% set n = namespace(l=[1]) %}{% for x in range(99) %}{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l }}")]
    [InlineData("{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}")]
    [InlineData("{% include 'self' %}")]
    [InlineData("{% extends 'circle' %}")]
    public void What_grows_without_end_is_stopped(string text) =>
        Fails(TemplateProblem.Limit, text, null, new() { ["self"] = "{% include 'self' %}", ["circle"] = "{% extends 'circle' %}" });

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("-", "")]
    [InlineData("not ", "")]
    [InlineData("1 + ", "")]
    [InlineData("1 ~ (", ")")]
    [InlineData("1 if 1 else ", "")]
    public void Deep_nesting_is_an_error_and_never_a_stack_overflow(string open, string close)
    {
        string text = "{{ " + new StringBuilder().Insert(0, open, 100_000) + "1" + new StringBuilder().Insert(0, close, 100_000) + " }}";
        try
        {
            Render(text);
        }
        catch (TemplateException e)
        {
            Assert.Contains(e.Problem, new[] { TemplateProblem.Syntax, TemplateProblem.Limit });
        }
    }

    [Fact]
    public void Deeply_nested_tags_are_a_syntax_error() =>
        Fails(TemplateProblem.Syntax, new StringBuilder().Insert(0, "{% if 1 %}", 100_000).ToString());

    [Fact]
    public void A_list_inside_itself_prints_as_dots() =>
        Assert.Equal("[1, [...]]", Render("{% set x = [1] %}{% set _ = x.append(x) %}{{ x }}"));

    [Fact]
    public void A_rendering_can_be_cancelled()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        TemplateEnvironment environment = new(new DictionaryTemplateLoader(new Dictionary<string, string>()));
        Assert.Throws<OperationCanceledException>(() => environment.RenderText(
            "{% for a in range(9999) %}{{ a }}{% endfor %}", "t", new Dictionary<string, object?>(), source.Token));
    }
}
