namespace Mlem.Docker.Python.Jinja;

/// <summary>Finds the text of templates by name, as <c>include</c>, <c>import</c> and <c>extends</c> name them.</summary>
public interface ITemplateLoader
{
    /// <summary>Reads a template.</summary>
    /// <param name="name">Its name: a relative path with <c>/</c> between the parts.</param>
    /// <param name="path">The file it was read from, for messages; null when it is no file.</param>
    /// <returns>The text, or null when this loader has no such template.</returns>
    /// <exception cref="TemplateException">The template is there, but cannot be read.</exception>
    string? TryLoad(string name, out string? path);
}
