using Mlem.Docker.Metadata;
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
    /// <param name="request">The user's folders, of which the first that has a template wins, and whether the image is optimized.</param>
    /// <param name="variables">What the templates see.</param>
    /// <param name="cancellationToken">Ends a template that does not end by itself.</param>
    /// <exception cref="MlemTemplateException">A template is missing, wrong or fails.</exception>
    public static string Render(
        DockerContextRequest request,
        IReadOnlyDictionary<string, object?> variables,
        CancellationToken cancellationToken)
    {
        IEnumerable<string> folders = request.Args.TemplatesDir.Select(f => Path.GetFullPath(f, request.WorkingFolder));
        var own = new FolderTemplateLoader(
            folders, open: (folder, file) => RegularFile.OpenRead(file, SourceFile.Folders(request.SourceFolders(folder))));
        var loader = new ChainTemplateLoader(own, new BuiltInTemplates(request.IsOptimized));
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
