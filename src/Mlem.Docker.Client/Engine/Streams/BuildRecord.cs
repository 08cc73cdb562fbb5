namespace Mlem.Docker.Engine.Streams;

/// <summary>What a build's stream has told so far.</summary>
internal sealed class BuildRecord
{
    public List<BuildStep> Steps { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>Gets the names after "Successfully tagged".</summary>
    public HashSet<string> Tagged { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets the id in the <c>aux</c> line, the only id that counts.</summary>
    public string? ImageId { get; set; }

    /// <summary>Gets or sets the short id of the line "Successfully built", which a RUN's output can imitate.</summary>
    public string? AnnouncedId { get; set; }

    public string? Error { get; set; }

    public int? ExitCode { get; set; }

    public BuildStep? FailedStep { get; set; }

    public IReadOnlyList<string> FailedOutput { get; set; } = [];

    /// <summary>Gets containers of RUN steps that were not reported as removed.</summary>
    public HashSet<string> Containers { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the layers that this build made, oldest first; none that came from the cache.</summary>
    public List<string> Layers { get; } = [];
}
