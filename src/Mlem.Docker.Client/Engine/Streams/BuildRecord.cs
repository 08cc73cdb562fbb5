namespace Mlem.Docker.Engine.Streams;

/// <summary>What a build's stream has told so far.</summary>
internal sealed class BuildRecord
{
    // More than any build has to say, and little enough for a builder that never comes to an end.
    private const int MostText = 16 * 1024 * 1024;
    private const int PerEntry = 64;
    private int _text;

    public List<BuildStep> Steps { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>Gets BuildKit's warnings that point at lines of the Dockerfile.</summary>
    public List<BuildCheck> Checks { get; } = [];

    /// <summary>Gets or sets the id in the <c>aux</c> line.</summary>
    public string? ImageId { get; set; }

    /// <summary>Gets or sets the short id of the line "Successfully built", which a RUN's output can imitate.</summary>
    public string? AnnouncedId { get; set; }

    /// <summary>Gets or sets the whole id that stands alone in a line of Podman's, which a RUN's output can imitate.</summary>
    public string? FullId { get; set; }

    /// <summary>Gets or sets the short id of the layer that was told last.</summary>
    public string? LastLayer { get; set; }

    /// <summary>Gets or sets whether the last step of the last stage was begun.</summary>
    public bool ReachedLastStep { get; set; }

    public string? Error { get; set; }

    public int? ExitCode { get; set; }

    public BuildStep? FailedStep { get; set; }

    public IReadOnlyList<string> FailedOutput { get; set; } = [];

    /// <summary>Gets containers of RUN steps that were not reported as removed.</summary>
    public HashSet<string> Containers { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the layers that this build made, oldest first; none that came from the cache.</summary>
    public List<string> Layers { get; } = [];

    /// <summary>Whether there is room for one more text; what comes after that is told, and not remembered.</summary>
    public bool HasRoomFor(string text)
    {
        if (text.Length > MostText - _text - PerEntry)
            return false;
        _text += text.Length + PerEntry;
        return true;
    }
}
