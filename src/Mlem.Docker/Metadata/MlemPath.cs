namespace Mlem.Docker.Metadata;

/// <summary>Paths of .mlem files and the project around them.</summary>
internal static class MlemPath
{
    public const string Extension = ".mlem";

    public const string ProjectFile = ".mlem.yaml";

    public static string WithExtension(string path) =>
        path.EndsWith(Extension, StringComparison.Ordinal) ? path : path + Extension;

    public static string WithoutExtension(string path) =>
        path.EndsWith(Extension, StringComparison.Ordinal) ? path[..^Extension.Length] : path;

    /// <summary>The nearest folder upwards that holds <c>.mlem.yaml</c>, or null.</summary>
    public static string? FindProjectRoot(string fileOrFolder)
    {
        string full = Path.GetFullPath(fileOrFolder);
        string? folder = Directory.Exists(full) ? full : Path.GetDirectoryName(full);
        while (folder is not null && !File.Exists(Path.Combine(folder, ProjectFile)))
            folder = Path.GetDirectoryName(folder);
        return folder;
    }

    /// <summary>The .mlem file that a path means, its ending given or not; null when there is none.</summary>
    public static string? FindFile(string path)
    {
        // No file has such a name, and .NET does not look for one.
        if (path.Contains('\0'))
            return null;
        string full = Path.GetFullPath(path);
        if (full.EndsWith(Extension, StringComparison.Ordinal) && File.Exists(full))
            return full;
        return File.Exists(full + Extension) ? full + Extension : null;
    }
}
