using Mlem.Docker.Templates.Library;
using Mlem.Docker.Templates.Runtime;
using Mlem.Docker.Templates.Syntax;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates;

/// <summary>
/// Renders templates as Jinja2 3.1 does with <c>StrictUndefined</c>, no autoescape, no <c>trim_blocks</c> and no
/// <c>lstrip_blocks</c>. The last line end of every template is dropped; CRLF becomes LF. Values may be strings,
/// bools, numbers, null, dictionaries and lists of these, nested at will; a dictionary keeps its order.
/// </summary>
/// <param name="loader">Finds the templates.</param>
/// <param name="limits">How much one rendering may cost; null for the defaults.</param>
public sealed class TemplateEnvironment(ITemplateLoader loader, TemplateLimits? limits = null)
{
    private readonly TemplateLimits _limits = limits ?? TemplateLimits.Default;

    /// <summary>Renders a template that the loader knows.</summary>
    /// <param name="templateName">Its name.</param>
    /// <param name="variables">The variables it sees.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    /// <returns>The text.</returns>
    /// <exception cref="TemplateException">The template is missing, wrong or fails.</exception>
    public string Render(
        string templateName,
        IReadOnlyDictionary<string, object?> variables,
        CancellationToken cancellationToken = default)
    {
        string? text = loader.TryLoad(templateName, out string? path);
        return text is null
            ? throw new TemplateException(
                "TemplateNotFound",
                Messages.ThereIsNoSuchTemplate,
                new TemplateLocation(templateName, 0, null),
                Messages.CheckNameAndTemplateFolders,
                MlemErrorCategory.ObjectNotFound)
            : Render(text, templateName, path, variables, cancellationToken);
    }

    /// <summary>Renders a template from its text; what it includes comes from the loader.</summary>
    /// <param name="text">The template.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="variables">The variables it sees.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    /// <returns>The text.</returns>
    /// <exception cref="TemplateException">The template is wrong or fails.</exception>
    public string RenderText(
        string text,
        string name,
        IReadOnlyDictionary<string, object?> variables,
        CancellationToken cancellationToken = default) =>
        Render(text, name, null, variables, cancellationToken);

    private string Render(
        string text,
        string name,
        string? path,
        IReadOnlyDictionary<string, object?> variables,
        CancellationToken cancellationToken)
    {
        Budget budget = new(_limits, cancellationToken);
        RenderState render = new(loader, budget);
        CompiledTemplate template = render.Compile(text, name, path);
        Dictionary<string, object?> names = Globals.Make();
        TextSink output = new(budget);
        try
        {
            foreach ((string variable, object? value) in variables) names[variable] = PyConvert.FromObject(value, budget);
            render.Run(template, new Runtime.Context(template, names), output);
        }
        catch (PythonError e)
        {
            throw new TemplateException(
                "TemplateRuntimeError",
                e.Message,
                template.Source.At(0, 0),
                category: e.Kind == PythonErrorKind.Limit ? MlemErrorCategory.LimitsExceeded : MlemErrorCategory.InvalidData,
                innerException: e);
        }

        return output.ToString();
    }
}
