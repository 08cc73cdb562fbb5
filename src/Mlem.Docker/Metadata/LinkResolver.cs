using Mlem.Docker.Repositories;

namespace Mlem.Docker.Metadata;

/// <summary>Follows links to the objects they point to, on this machine's file system.</summary>
internal static class LinkResolver
{
    private const int MaxLinks = 40;

    public static MlemObject Follow(MlemLink link) => ForeignValues.Use(link.Path, () => FollowAll(link));

    private static MlemObject FollowAll(MlemLink link)
    {
        var seen = new List<string>();
        MlemObject current = link;
        while (current is MlemLink next)
        {
            seen.Add(next.Path!);
            string target = Target(next);
            if (seen.Contains(target) || seen.Count > MaxLinks)
                throw Circle(link, [.. seen, target]);
            current = MlemObjectReader.ReadFile(target);
            if (current is not MlemLink && current.ObjectType != next.LinkType)
                throw WrongType(next, current);
        }

        return current;
    }

    /// <summary>The file a link points to.</summary>
    public static string Target(MlemLink link)
    {
        if (link.Project is { } project && GitAddress.Is(project) && Scheme(link.TargetPath) is null)
            return RepositoryObjects.BringAsync($"{project.TrimEnd('/')}/{link.TargetPath}", link.Revision, CancellationToken.None).GetAwaiter().GetResult();
        if (link.Revision is not null || Scheme(link.Project) is not null || Scheme(link.TargetPath) is not null)
            throw NotLocal(link);
        string start = link.Project is null
            ? link.ProjectRoot ?? Path.GetDirectoryName(link.Path)!
            : LocalPath(link.Project);
        return MlemPath.FindFile(Path.Combine(start, LocalPath(link.TargetPath))) ?? throw new MlemException(
            "LinkTargetNotFound",
            MlemErrorCategory.ObjectNotFound,
            Messages.FormatLinkTargetNotFound(link.Path, Path.Combine(start, LocalPath(link.TargetPath))),
            link.Path,
            Messages.LinkTargetNotFoundRemedy);
    }

    /// <summary>A path or <c>file://</c> URI as a path of this machine.</summary>
    public static string LocalPath(string pathOrUri) =>
        pathOrUri.StartsWith("file://", StringComparison.OrdinalIgnoreCase)
            ? Uri.UnescapeDataString(new Uri(pathOrUri.Replace("#", "%23").Replace("?", "%3F")).LocalPath)
            : pathOrUri;

    // A drive letter is no scheme, and file:// is this machine.
    private static string? Scheme(string? pathOrUri)
    {
        int colon = pathOrUri?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        return colon > 1 && !pathOrUri!.StartsWith("file:", StringComparison.OrdinalIgnoreCase) ? pathOrUri[..colon] : null;
    }

    private static MlemException Circle(MlemLink link, IEnumerable<string> chain) => new(
        "LinkCircle",
        MlemErrorCategory.InvalidData,
        Messages.FormatLinkCircle(link.Path, string.Join(" -> ", chain)),
        link.Path,
        Messages.LinkCircleRemedy);

    private static MlemException NotLocal(MlemLink link) => new(
        "LinkNotLocal",
        MlemErrorCategory.NotImplemented,
        Messages.FormatLinkNotLocal(link.Path, link.Project ?? link.TargetPath, link.Revision is null ? string.Empty : Messages.FormatAtRevisionRevision(link.Revision)),
        link.Path,
        Messages.LinkNotLocalRemedy);

    private static MlemException WrongType(MlemLink link, MlemObject found) => new(
        "LinkTypeWrong",
        MlemErrorCategory.InvalidData,
        Messages.FormatLinkTypeWrong(link.Path, link.LinkType, found.Path, found.ObjectType),
        link.Path,
        Messages.LinkTypeWrongRemedy);
}
