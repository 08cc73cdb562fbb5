using Mlem.Docker.Python.Jinja;

namespace Mlem.Docker.Context;

/// <summary>Fills in the templates of Dockerfiles: the user's, then those that ship with the module.</summary>
internal static class DockerfileTemplates
{
    // A template sees raw values, as MLEM's do; what stands in an instruction is quoted with this.
    private static readonly Dictionary<string, Func<string, string>> Filters = new(StringComparer.Ordinal)
    {
        ["dockerfile_value"] = EnvironmentVariables.Quote,
    };

    /// <summary>Renders <c>dockerfile.j2</c>.</summary>
    /// <param name="folders">The user's folders; the first that has a template wins.</param>
    /// <param name="optimized">Whether the module's templates for a smaller image are meant.</param>
    /// <param name="variables">What the templates see.</param>
    /// <param name="cancellationToken">Ends a template that does not end by itself.</param>
    /// <exception cref="MlemTemplateException">A template is missing, wrong or fails.</exception>
    public static string Render(
        IEnumerable<string> folders,
        bool optimized,
        IReadOnlyDictionary<string, object?> variables,
        CancellationToken cancellationToken)
    {
        var loader = new ChainTemplateLoader(new FolderTemplateLoader(folders), new BuiltInTemplates(optimized));
        try
        {
            return new TemplateEnvironment(loader, filters: Filters).Render("dockerfile.j2", variables, cancellationToken);
        }
        catch (TemplateException e)
        {
            throw new MlemTemplateException(e);
        }
    }
}
