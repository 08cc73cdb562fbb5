namespace Mlem.Docker.Context;

/// <summary>The target of a folder export: what may be written to, and how it is replaced.</summary>
internal static class FolderTarget
{
    public static void Check(string folder, bool force, MlemModel model)
    {
        if (File.Exists(folder))
        {
            throw new MlemException(
                "TargetIsFile", MlemErrorCategory.ResourceExists, $"{folder} is a file, so it cannot be a Docker folder.", folder,
                "Give another target.");
        }

        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
            return;
        if (!force)
        {
            throw new MlemException(
                "TargetNotEmpty", MlemErrorCategory.ResourceExists, $"The folder {folder} exists and is not empty.", folder,
                "Give another target, or -Force to replace the folder with all its content.");
        }

        if (Contains(folder, Environment.CurrentDirectory) || (model.Path is { } path && Contains(folder, path)))
        {
            throw new MlemException(
                "TargetInUse", MlemErrorCategory.InvalidArgument,
                $"{folder} holds the model or the current folder, and replacing it would delete them.", folder,
                "Give another target.");
        }
    }

    /// <summary>Puts a finished folder in the target's place; what was there goes only after that.</summary>
    public static void Replace(string folder, string finished)
    {
        if (!Directory.Exists(folder))
        {
            Directory.Move(finished, folder);
            return;
        }

        string old = finished + ".old";
        Directory.Move(folder, old);
        try
        {
            Directory.Move(finished, folder);
        }
        catch
        {
            Directory.Move(old, folder);
            throw;
        }

        DeleteQuietly(old);
    }

    public static void DeleteQuietly(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be deleted must not hide the error that led here; its name says what it is.
        }
    }

    private static bool Contains(string folder, string path)
    {
        string inner = Path.GetFullPath(path);
        StringComparison comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return inner.Equals(folder, comparison)
            || inner.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, comparison);
    }
}
