using Mlem.Docker.Repositories;

namespace Mlem.Docker.Metadata;

/// <summary>MLEM's objects in repositories: the metafile, its project and its artifacts are brought into the user's cache.</summary>
internal static class RepositoryObjects
{
    private const int MaxLinks = 40;

    /// <summary>The metafile of an object, in the cache, with all that belongs to it.</summary>
    /// <param name="address">The repository and the object's path: <c>https://host/org/project/models/iris</c>.</param>
    /// <param name="revision">A branch, a tag or a commit; null for the repository's usual branch.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MlemException">The repository, the revision or the path is not there.</exception>
    public static async Task<string> BringAsync(string address, string? revision, CancellationToken cancellationToken)
    {
        var parsed = GitAddress.Parse(address);
        if (parsed.Path.Length == 0)
            throw GitErrors.AddressInvalid(address);
        GitRepository repository = await GitRepository.OpenAsync(parsed, revision, cancellationToken).ConfigureAwait(false);
        return await BringAsync(repository, parsed.Path, depth: 0, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string> BringAsync(GitRepository repository, string path, int depth, CancellationToken cancellationToken)
    {
        string metafile = MlemPath.WithExtension(path);
        string[] parts = metafile.Split('/');
        IEnumerable<string> projects = Enumerable.Range(0, parts.Length).Select(i => string.Join('/', [.. parts[..i], MlemPath.ProjectFile]));
        IReadOnlyList<string> there = await repository.BringAsync([metafile, .. projects], cancellationToken).ConfigureAwait(false);
        if (!there.Contains(metafile))
            throw repository.NoPath(metafile);
        string file = Path.Combine(repository.Folder, metafile);
        string folder = string.Join('/', parts[..^1]);
        switch (MlemObjectReader.ReadFile(file))
        {
            case MlemModel model:
                // Those of DVC are elsewhere; whoever needs them is told how to get them.
                await repository.BringAsync(model.Artifacts.Select(a => Inside(folder, a.Uri)).OfType<string>(), cancellationToken).ConfigureAwait(false);
                break;
            case MlemLink { Project: null, Revision: null } link when depth < MaxLinks && Inside(ProjectOf(repository, file), link.TargetPath) is { } target:
                await BringAsync(repository, target, depth + 1, cancellationToken).ConfigureAwait(false);
                break;
        }

        return file;
    }

    private static string ProjectOf(GitRepository repository, string file) =>
        Path.GetRelativePath(repository.Folder, MlemPath.FindProjectRoot(file) is { } root && root.StartsWith(repository.Folder, StringComparison.Ordinal) ? root : Path.GetDirectoryName(file)!)
            .Replace('\\', '/') is var relative && relative == "." ? string.Empty : relative;

    // A path that leads out is not the repository's, and refused where it is used.
    private static string? Inside(string folder, string path)
    {
        if (path.Length == 0 || path.StartsWith('/') || path.Contains("://", StringComparison.Ordinal) || path.Contains('\0'))
            return null;
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count == 0)
                return null;
            if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".")
                parts.Add(part);
        }

        return parts.Contains(".git") ? null : string.Join('/', parts);
    }
}
