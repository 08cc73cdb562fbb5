using Mlem.Docker.Templates;

namespace Mlem.Docker.Tests.Templates;

/// <summary>What the tests of this room share.</summary>
public abstract class TemplateTest
{
    private static readonly Dictionary<string, object?> NoVariables = [];

    protected static string Render(string text, Dictionary<string, object?>? variables = null, Dictionary<string, string>? others = null) =>
        new TemplateEnvironment(new DictionaryTemplateLoader(others ?? []))
            .RenderText(text, "test.j2", variables ?? NoVariables, TestContext.Current.CancellationToken);

    protected static TemplateException Fails(
        string errorId, string text, Dictionary<string, object?>? variables = null, Dictionary<string, string>? others = null)
    {
        TemplateException error = Assert.Throws<TemplateException>(() => Render(text, variables, others));
        Assert.True(errorId == error.ErrorId, $"{errorId} expected, but: {error.ErrorId}: {error.Message}");
        return error;
    }
}
