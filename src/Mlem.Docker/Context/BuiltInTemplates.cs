using System.Reflection;
using Mlem.Docker.Python.Jinja;

namespace Mlem.Docker.Context;

/// <summary>The Dockerfile templates that ship with the module, under the names that MLEM's have.</summary>
/// <param name="optimized">Prefers the templates of <c>optimized/</c>, which leave out what an image does not need.</param>
internal sealed class BuiltInTemplates(bool optimized = false) : ITemplateLoader
{
    /// <inheritdoc/>
    public string? TryLoad(string name, out string? path)
    {
        path = null;
        return (optimized ? Read("optimized." + name) : null) ?? Read(name);
    }

    /// <summary>
    /// A script of that name. <c>run_with_process.sh</c>: MLEM starts streamlit's own process beside the server and, at its end,
    /// waits for it without ending it; here it ends after the server, and a SIGTERM ends also what has no handler for it.
    /// <c>run_with_consumer.sh</c>: what rmq is answering when it is told to stop is answered before it ends.
    /// </summary>
    public static string Script(string name) => Read(name)!.ReplaceLineEndings("\n");

    private static string? Read(string name)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Mlem.Docker.templates." + name);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
