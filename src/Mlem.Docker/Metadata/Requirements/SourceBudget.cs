namespace Mlem.Docker.Metadata;

/// <summary>What a model's files and sources may cost in all, so that a few kilobytes cannot become gigabytes or a million files.</summary>
internal sealed class SourceBudget
{
    /// <summary>More than this is no source code.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>More files than the largest repositories of models have.</summary>
    public const int MaxFiles = 10_000;

    /// <summary>As long as the path of a file in an image may be with room for what is before it.</summary>
    public const int MaxPath = 1024;

    /// <summary>More folders than anyone finds his way in.</summary>
    public const int MaxDepth = 64;

    private int _files;

    /// <summary>How many bytes may still be unpacked.</summary>
    public int Left { get; private set; } = MaxBytes;

    /// <summary>Refuses a model with more requirements or artifacts than are ever needed, before any is looked at.</summary>
    /// <exception cref="MlemException"><c>ModelTooLarge</c>.</exception>
    public static void Check(MlemModel model)
    {
        if (model.Requirements.Count > MaxFiles)
            throw TooLarge(Messages.FormatModelHasTooManyRequirements(model.Path, model.Requirements.Count, MaxFiles));
        if (model.Artifacts.Count > MaxFiles)
            throw TooLarge(Messages.FormatModelHasTooManyFiles(MaxFiles));
        foreach (MlemArtifact artifact in model.Artifacts)
            CheckPath(artifact.Uri);
        foreach (MlemRequirement requirement in model.Requirements)
            CheckPath(requirement switch { CustomRequirement c => c.Name.Replace('.', '/'), FileRequirement f => f.Name, _ => string.Empty });
    }

    public void Take(int bytes) => Left -= bytes;

    /// <summary>Counts a file.</summary>
    /// <exception cref="MlemException"><c>ModelTooLarge</c>.</exception>
    public void Count(string path)
    {
        if (++_files > MaxFiles)
            throw TooLarge(Messages.FormatModelHasTooManyFiles(MaxFiles));
        CheckPath(path);
    }

    private static void CheckPath(string path)
    {
        if (path.Length > MaxPath || path.AsSpan().Count('/') > MaxDepth)
            throw TooLarge(Messages.FormatModelHasTooLongPath(MaxPath, MaxDepth, path[..Math.Min(path.Length, 100)]));
    }

    private static MlemException TooLarge(string message) =>
        new("ModelTooLarge", MlemErrorCategory.LimitsExceeded, message, null, Messages.ModelTooLargeRemedy);
}
