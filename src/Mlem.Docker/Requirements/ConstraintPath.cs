namespace Mlem.Docker.Requirements;

/// <summary>Tells an item that is a path from one that is a constraint line.</summary>
internal static class ConstraintPath
{
    private static readonly string[] TextExtensions =
        [".txt", ".in", ".text", ".lst", ".list", ".cfg", ".conf", ".lock", ".pip", ".constraints", ".requirements"];

    /// <summary>The full path of the file that an item names, or null when the item is a line.</summary>
    /// <exception cref="MlemException"><c>ConstraintFileNotFound</c>: it can only be a path, and there is no such file.</exception>
    public static string? TryFind(string item, string baseDirectory, ConstraintOrigin origin)
    {
        string text = item.Trim();
        if (text.Length == 0 || text.AsSpan().IndexOfAny('\n', '\r', '\0') >= 0)
            return null;
        string path = Path.GetFullPath(text, baseDirectory);
        if (File.Exists(path))
            return path;
        if (!LooksLikePath(text))
            return null;
        string why = Directory.Exists(path) ? Messages.ItIsFolder : Messages.ThereIsNoSuchFile;
        throw new MlemException(
            "ConstraintFileNotFound",
            MlemErrorCategory.ObjectNotFound,
            Messages.FormatConstraintsFileCannotBeRead(path, origin, why),
            path,
            Messages.GivePathOfExistingTextFile);
    }

    private static bool LooksLikePath(string text)
    {
        if (text.StartsWith('#') || text.StartsWith('-') || text.EndsWith('\\') || text.Contains('@') || PipRequirement.IsUrl(text))
            return false;
        // What carries a version or a marker is a line, even with a slash in it.
        if (text.AsSpan().IndexOfAny("=<>!;[") >= 0)
            return false;
        return text.Contains('/') || text.Contains('\\') || text.StartsWith('~') || text.StartsWith('.')
            || TextExtensions.Any(e => text.EndsWith(e, StringComparison.OrdinalIgnoreCase));
    }
}
