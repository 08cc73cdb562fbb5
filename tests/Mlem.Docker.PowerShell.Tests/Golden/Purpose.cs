namespace Mlem.Docker.PowerShell.Tests.Golden;

/// <summary>How a folder differs from MLEM's on purpose.</summary>
/// <param name="Why">The reason; its first word is the number in docs/differences.md.</param>
/// <param name="ErrorId">The error that there is instead, or null.</param>
/// <param name="Files">The files that differ or are new.</param>
/// <param name="Absent">The files that MLEM wrote and this module does not.</param>
internal sealed record Purpose(
    string Why, string? ErrorId, IReadOnlyDictionary<string, byte[]> Files, IReadOnlyList<string> Absent)
{
    private static readonly string[] Notes = ["WHY", "ERROR", "ABSENT"];

    /// <summary>Reads a folder of docker_dirs_on_purpose; null when there is none.</summary>
    public static Purpose? Read(string folder)
    {
        if (!Directory.Exists(folder))
            return null;
        Dictionary<string, byte[]> files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllBytes);
        return new Purpose(
            File.ReadAllText(Path.Combine(folder, "WHY")).Trim(),
            files.ContainsKey("ERROR") ? File.ReadAllText(Path.Combine(folder, "ERROR")).Trim() : null,
            files.Where(f => !Notes.Contains(f.Key)).ToDictionary(f => f.Key, f => f.Value),
            files.ContainsKey("ABSENT") ? File.ReadAllLines(Path.Combine(folder, "ABSENT")) : []);
    }
}
