using Mlem.Docker.Python.Jinja;

namespace Mlem.Docker.Python.Tests.Jinja;

/// <summary>Templates that are already in memory, by name.</summary>
/// <param name="templates">Name and text.</param>
public sealed class DictionaryTemplateLoader(IReadOnlyDictionary<string, string> templates) : ITemplateLoader
{
    /// <inheritdoc/>
    public string? TryLoad(string name, out string? path)
    {
        path = null;
        return templates.TryGetValue(name, out string? text) ? text : null;
    }
}
