using System.Reflection;
using Mlem.Docker.Templates;

namespace Mlem.Docker.Context;

/// <summary>The Dockerfile templates that ship with the module, under the names that MLEM's have.</summary>
internal sealed class BuiltInTemplates : ITemplateLoader
{
    /// <inheritdoc/>
    public string? TryLoad(string name, out string? path)
    {
        path = null;
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Mlem.Docker.templates." + name);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
