namespace Mlem.Docker.Metadata;

/// <summary>Follows links to the objects they point to, on this machine's file system.</summary>
internal static class LinkResolver
{
    private const int MaxLinks = 40;

    public static MlemObject Follow(MlemLink link)
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
        if (link.Revision is not null || Scheme(link.Project) is not null || Scheme(link.TargetPath) is not null)
            throw NotLocal(link);
        string start = link.Project is null
            ? link.ProjectRoot ?? Path.GetDirectoryName(link.Path)!
            : LocalPath(link.Project);
        return MlemPath.FindFile(Path.Combine(start, LocalPath(link.TargetPath))) ?? throw new MlemException(
            "LinkTargetNotFound",
            MlemErrorCategory.ObjectNotFound,
            $"The link {link.Path} points to {Path.Combine(start, LocalPath(link.TargetPath))}, which is not there.",
            link.Path,
            "Correct 'path' and 'project' in the link, or bring the object back.");
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
        $"The link {link.Path} leads in a circle: {string.Join(" -> ", chain)}.",
        link.Path,
        "Point one of these links to the object itself.");

    private static MlemException NotLocal(MlemLink link) => new(
        "LinkNotLocal",
        MlemErrorCategory.NotImplemented,
        $"The link {link.Path} points to {link.Project ?? link.TargetPath}"
            + (link.Revision is null ? string.Empty : $" at revision {link.Revision}") + ", which is not on this machine's file system.",
        link.Path,
        "Fetch that project (for example with git, at that revision) and give the object's path there.");

    private static MlemException WrongType(MlemLink link, MlemObject found) => new(
        "LinkTypeWrong",
        MlemErrorCategory.InvalidData,
        $"The link {link.Path} should lead to a MLEM {link.LinkType}, but {found.Path} holds a {found.ObjectType}.",
        link.Path,
        "Correct 'link_type' or 'path' in the link.");
}
