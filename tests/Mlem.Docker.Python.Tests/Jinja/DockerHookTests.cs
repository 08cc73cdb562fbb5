using Mlem.Docker.Python.Jinja;

namespace Mlem.Docker.Python.Tests.Jinja;

/// <summary>The hooks of the golden data (docker_dirs/_inputs/templates), with what MLEM made of them.</summary>
public sealed class DockerHookTests : TemplateTest
{
    private static readonly Dictionary<string, object?> Variables = new()
    {
        ["python_version"] = "3.11.2",
        ["base_image"] = "python:3.11.2-slim",
        ["run_cmd"] = "sh run.sh",
        ["mlem_install"] = "RUN pip install mlem==0.4.14 && pip cache purge",
        ["package_install_cmd"] = "apt-get update && apt-get -y upgrade",
        ["package_clean_cmd"] = "&& apt-get clean && rm -rf /var/lib/apt/lists/*",
        ["env"] = new Dictionary<string, object?> { ["MLEM_DEBUG"] = "true", ["B"] = "2" },
        ["arg"] = new Dictionary<string, object?>(),
        ["packages"] = Array.Empty<object?>(),
    };

    [Fact]
    public void Loops_over_variables_and_their_else() => Assert.Equal(
        "# env MLEM_DEBUG is true,\n# env B is 2\n# no args\n",
        Render(
            "{% for name, value in env.items() %}# env {{ name }} is {{ value }}{% if not loop.last %},{% endif %}\n"
            + "{% endfor %}{% for k, v in arg|dictsort %}# arg {{ k }}={{ v }}\n{% else %}# no args\n{% endfor %}",
            Variables));

    [Fact]
    public void A_hook_with_conditions_filters_and_quotes() => Assert.Equal(
        "# cmd has sh: SH RUN.SH\n# apt-get 47 run pip install mlem==0.4.14 && pip cache purge\n# py3\nquoted 'str' & <tag>",
        Render(
            "{% if run_cmd is none %}# no cmd{% elif 'sh' in run_cmd %}# cmd has sh: {{ run_cmd | upper }}{% else %}# other{% endif %}\n"
            + "{% set x = package_install_cmd.split()|first %}# {{ x }} {{ package_clean_cmd|length }} {{ mlem_install|replace('RUN', 'run') }}\n"
            + "{# a comment #}{% if python_version.startswith('3.') and packages|length >= 0 %}# py3{% endif %}\n"
            + "{{ \"quoted 'str' & <tag>\" }}\n",
            Variables));

    [Fact]
    public void A_macro_with_a_default() => Assert.Equal(
        "RUN a 2\nRUN b 6",
        Render("{% macro run(cmd, n=1) -%}\nRUN {{ cmd }} {{ n + 1 }}\n{%- endmacro %}{{ run('a') }}\n{{ run('b', n=5) }}\n"));

    [Fact]
    public void An_include_and_one_that_may_be_missing() => Assert.Equal(
        "before\npart 3.11.2\nafter |",
        Render(
            "before\n{% include \"part.j2\" %}\nafter {% include \"nope.j2\" ignore missing %}|\n",
            Variables,
            new() { ["part.j2"] = "part {{ python_version }}" }));

    [Fact]
    public void Crlf_becomes_lf_and_the_last_line_end_is_dropped() =>
        Assert.Equal("# line one\n# line two", Render("# line one\r\n# line two\r\n"));

    [Fact]
    public void An_undefined_variable_is_an_error_that_names_template_line_and_expression()
    {
        var error = Fails(TemplateProblem.Undefined, "\nRUN echo {{ no_such_variable }}\n");
        Assert.Equal("test.j2", error.Template);
        Assert.Equal(2, error.Line);
        Assert.Equal("no_such_variable", error.Expression);
        Assert.Contains("'no_such_variable' is undefined", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_undefined_variable_may_have_a_default() => Assert.Equal(
        "RUN echo fallback undefined",
        Render("RUN echo {{ no_such_variable|default('fallback') }} {% if nosuch is defined %}x{% else %}undefined{% endif %}\n"));

    [Fact]
    public void An_if_without_end_is_a_syntax_error() => Fails(TemplateProblem.Syntax, "{% if x %}\n");

    [Fact]
    public void An_undefined_condition_is_an_error() => Fails(TemplateProblem.Undefined, "{% if nosuch %}{% endif %}");
}
