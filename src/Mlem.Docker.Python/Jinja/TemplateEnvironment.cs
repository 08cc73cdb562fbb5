using Mlem.Docker.Python.Jinja.Library;
using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Jinja.Runtime;
using Mlem.Docker.Python.Jinja.Syntax;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja;

/// <summary>
/// Renders templates as Jinja2 3.1 does with <c>StrictUndefined</c>, no autoescape, no <c>trim_blocks</c> and no
/// <c>lstrip_blocks</c>. The last line end of every template is dropped; CRLF becomes LF. Values may be strings,
/// bools, numbers, null, dictionaries and lists of these, nested at will; a dictionary keeps its order.
/// </summary>
public sealed class TemplateEnvironment
{
    private readonly ITemplateLoader _loader;
    private readonly TemplateLimits _limits;
    private readonly FilterTable _filters;

    /// <summary>Creates the environment.</summary>
    /// <param name="loader">Finds the templates.</param>
    /// <param name="limits">How much one rendering may cost; null for the defaults.</param>
    /// <param name="filters">
    /// Filters of the caller's own, by name: from text to text. A <see cref="FormatException"/> says why a text cannot be taken.
    /// </param>
    public TemplateEnvironment(
        ITemplateLoader loader, TemplateLimits? limits = null, IReadOnlyDictionary<string, Func<string, string>>? filters = null)
    {
        _loader = loader;
        _limits = limits ?? TemplateLimits.Default;
        _filters = new FilterTable(filters ?? new Dictionary<string, Func<string, string>>());
    }

    /// <summary>Renders a template that the loader knows.</summary>
    /// <param name="templateName">Its name.</param>
    /// <param name="variables">The variables it sees.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    /// <returns>The text.</returns>
    /// <exception cref="TemplateException">The template is missing, wrong or fails.</exception>
    public string Render(
        string templateName, IReadOnlyDictionary<string, object?> variables, CancellationToken cancellationToken = default)
    {
        string text = _loader.TryLoad(templateName, out string? path)
            ?? throw new TemplateException(TemplateProblem.NotFound, Messages.NoSuchTemplate, templateName);
        return Render(text, templateName, path, variables, cancellationToken);
    }

    /// <summary>Renders a template from its text; what it includes comes from the loader.</summary>
    /// <param name="text">The template.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="variables">The variables it sees.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    /// <returns>The text.</returns>
    /// <exception cref="TemplateException">The template is wrong or fails.</exception>
    public string RenderText(
        string text, string name, IReadOnlyDictionary<string, object?> variables, CancellationToken cancellationToken = default) =>
        Render(text, name, null, variables, cancellationToken);

    private string Render(
        string text, string name, string? path, IReadOnlyDictionary<string, object?> variables, CancellationToken cancellationToken)
    {
        Budget budget = new(_limits, cancellationToken);
        RenderState render = new(_loader, _filters, budget);
        TextSink output = new(budget);
        try
        {
            CompiledTemplate template = render.Compile(text, name, path);
            Dictionary<string, object?> names = Globals.Make();
            foreach ((string variable, object? value) in variables) names[variable] = PyConvert.FromObject(value, budget);
            render.Run(template, new Runtime.Context(template, names), output);
        }
        catch (PythonError e)
        {
            throw new TemplateException(e, path ?? name, 0, null);
        }

        return output.ToString();
    }
}
