namespace Mlem.Docker.PowerShell.Paths;

/// <summary>The rule by which a path names a MLEM object: its <c>.mlem</c> ending may be left out.</summary>
internal static class ModelPaths
{
    private const string Extension = ".mlem";

    /// <summary>
    /// The object's file for a path that names one object. The artifact of a model <c>iris.mlem</c> is itself called
    /// <c>iris</c>, so the name with the ending comes first.
    /// </summary>
    public static string FromName(string path)
    {
        if (path.EndsWith(Extension, StringComparison.Ordinal))
            return path;
        string named = path.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) + Extension;
        return File.Exists(named) || !File.Exists(path) ? named : path;
    }

    /// <summary>The objects among what a wildcard matched, each once; other files are not meant.</summary>
    public static IEnumerable<string> FromMatches(IEnumerable<string> matches) =>
        matches
            .Select(match => match.EndsWith(Extension, StringComparison.Ordinal) ? match : match + Extension)
            .Where(File.Exists)
            .Distinct();
}
