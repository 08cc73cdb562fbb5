namespace Mlem.Docker.PowerShell.Paths;

/// <summary>The files that Test-MlemModel looks at for a path: a model, what is in a folder, or a file that belongs to no model.</summary>
internal static class InspectedFiles
{
    private static readonly HashSet<string> Pickled = new(StringComparer.OrdinalIgnoreCase)
    {
        ".pkl", ".pickle", ".pk", ".joblib", ".dill", ".cloudpickle", ".pt", ".pth", ".ckpt", ".npy", ".npz", ".sav", ".model",
    };

    /// <param name="path">A model, a folder or a file.</param>
    /// <param name="recurse">Whether the folders in a folder are looked at as well.</param>
    /// <param name="cancellationToken">Ends the walk through a large tree.</param>
    public static IEnumerable<string> Below(string path, bool recurse, CancellationToken cancellationToken)
    {
        string named = ModelPaths.FromName(path);
        if (!Directory.Exists(path) || File.Exists(named))
            return [named];
        List<string> mlem = [];
        List<string> pickled = [];
        var options = new EnumerationOptions { RecurseSubdirectories = recurse, AttributesToSkip = FileAttributes.None };
        foreach (string file in Directory.EnumerateFiles(path, "*", options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.EndsWith(".mlem", StringComparison.Ordinal))
                mlem.Add(file);
            else if (Pickled.Contains(Path.GetExtension(file)))
                pickled.Add(file);
        }

        string[] models = [.. mlem.Where(IsModel).Order(StringComparer.Ordinal)];
        // An artifact is looked at with its model.
        string[] owned = [.. models.Select(m => m[..^".mlem".Length])];
        return
        [
            .. models,
            .. pickled
                .Where(f => !owned.Any(o => f == o || f.StartsWith(o + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal),
        ];
    }

    // Links are followed to their models; what cannot be read is a row of its own, and other objects are not meant.
    private static bool IsModel(string file)
    {
        try
        {
            return MlemModel.TryLoad(file, out _);
        }
        catch (MlemException)
        {
            return true;
        }
    }
}
