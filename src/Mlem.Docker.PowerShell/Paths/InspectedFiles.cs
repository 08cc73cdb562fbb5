namespace Mlem.Docker.PowerShell.Paths;

/// <summary>The files that Test-MlemModel looks at for a path: a model, what is in a folder, or a file that belongs to no model.</summary>
internal static class InspectedFiles
{
    private static readonly HashSet<string> Pickled = new(StringComparer.OrdinalIgnoreCase)
    {
        ".pkl", ".pickle", ".pk", ".joblib", ".dill", ".cloudpickle", ".pt", ".pth", ".ckpt", ".npy", ".npz", ".sav", ".model",
    };

    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    public static IEnumerable<string> Below(string path)
    {
        string named = ModelPaths.FromName(path);
        if (!Directory.Exists(path) || File.Exists(named))
            return [named];
        string[] models = [.. Directory.EnumerateFiles(path, "*.mlem", Everywhere).Where(IsModel).Order(StringComparer.Ordinal)];
        // An artifact is looked at with its model.
        string[] owned = [.. models.Select(m => m[..^".mlem".Length])];
        return
        [
            .. models,
            .. Directory.EnumerateFiles(path, "*", Everywhere)
                .Where(f => Pickled.Contains(Path.GetExtension(f)) && !owned.Any(o => f == o || f.StartsWith(o + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
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
