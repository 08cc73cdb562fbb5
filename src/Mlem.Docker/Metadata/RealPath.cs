namespace Mlem.Docker.Metadata;

/// <summary>Where a path leads to once every symbolic link on the way is followed.</summary>
internal static class RealPath
{
    // The kernel's own limit on Linux.
    private const int MaxLinks = 40;

    /// <summary>The path without links; what is not there is taken as it is. Null when the links lead in a circle.</summary>
    public static string? Find(string path)
    {
        string full = Path.GetFullPath(path);
        string current = Path.GetPathRoot(full)!;
        Stack<string> ahead = new(Parts(full[current.Length..]));
        for (int links = 0; ahead.TryPop(out string? part);)
        {
            if (part is "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            string next = Path.Combine(current, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            if (info.LinkTarget is not { } target)
            {
                current = next;
                continue;
            }

            if (++links > MaxLinks)
                return null;
            string root = Path.GetPathRoot(target)!;
            current = root.Length == 0 ? current : Path.GetFullPath(root);
            foreach (string step in Parts(target[root.Length..]))
                ahead.Push(step);
        }

        return current;
    }

    /// <summary>True when a path without links is a folder or lies below it.</summary>
    public static bool IsWithin(string folder, string path)
    {
        StringComparison comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        string outer = Path.TrimEndingDirectorySeparator(folder);
        return path.Equals(outer, comparison)
            || path.StartsWith(Path.EndsInDirectorySeparator(outer) ? outer : outer + Path.DirectorySeparatorChar, comparison);
    }

    // Last first, as a stack takes them.
    private static IEnumerable<string> Parts(string path) => path
        .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
        .Where(part => part != ".")
        .Reverse();
}
