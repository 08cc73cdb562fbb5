namespace Mlem.Docker;

/// <summary>What a build may read and no image keeps: <c>RUN --mount=type=secret,id=…</c> of a template.</summary>
public sealed class BuildSecret
{
    private const int LargestMasked = 64 * 1024;

    private BuildSecret(string? text, string? path)
    {
        Text = text;
        Path = path;
    }

    /// <summary>The file that holds it; null for one that was given as text.</summary>
    public string? Path { get; }

    internal string? Text { get; }

    /// <summary>A secret that is given as text.</summary>
    /// <param name="text">Its content.</param>
    public static BuildSecret FromText(string text) => new(text, null);

    /// <summary>A secret that a file of this machine holds.</summary>
    /// <param name="path">The file's whole path.</param>
    public static BuildSecret FromFile(string path) => new(null, path);

    /// <summary>The content of its file, so that it can be masked; null where that cannot be read, or is no text.</summary>
    internal string? ReadText()
    {
        try
        {
            return new FileInfo(Path!) is { Exists: true, Length: <= LargestMasked } ? File.ReadAllText(Path!) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Where it is, never what it is.</summary>
    public override string ToString() => Path ?? "***";
}
