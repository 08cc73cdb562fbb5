using Mlem.Docker.Python.Jinja;

namespace Mlem.Docker.Python.Tests.Jinja;

/// <summary>What the tests of this room share.</summary>
public abstract class TemplateTest
{
    private static readonly Dictionary<string, object?> NoVariables = [];

    protected static string Render(string text, Dictionary<string, object?>? variables = null, Dictionary<string, string>? others = null) =>
        new TemplateEnvironment(new DictionaryTemplateLoader(others ?? []))
            .RenderText(text, "test.j2", variables ?? NoVariables, TestContext.Current.CancellationToken);

    protected static TemplateException Fails(
        TemplateProblem problem, string text, Dictionary<string, object?>? variables = null, Dictionary<string, string>? others = null)
    {
        TemplateException error = Assert.Throws<TemplateException>(() => Render(text, variables, others));
        Assert.True(problem == error.Problem, $"{problem} expected, but: {error.Problem}: {error.Message}");
        return error;
    }
}
