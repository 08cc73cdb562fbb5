using Mlem.Docker.Context;
using Mlem.Docker.Metadata;

namespace Mlem.Docker;

/// <summary>What a Docker context is made from.</summary>
/// <param name="Model">The model.</param>
public sealed record DockerContextRequest(MlemModel Model)
{
    /// <summary>The server; null for the project's default.</summary>
    public Server? Server { get; init; }

    /// <summary>The build arguments.</summary>
    public DockerBuildArgs Args { get; init; } = new();

    /// <summary>Where MLEM comes from; null for the project's default.</summary>
    public MlemSourceKind? Source { get; init; }

    /// <summary>The MLEM release to install; null for the project's default.</summary>
    public string? MlemVersion { get; init; }

    /// <summary>The Git revision of MLEM to install; null for the project's default.</summary>
    public string? MlemRevision { get; init; }

    /// <summary>pip constraints besides those of the build arguments: lines, or paths of files with lines.</summary>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>True to leave out the shipped bounds and the check that a working set is known (D21, D22).</summary>
    public bool NoDefaultConstraint { get; init; }

    /// <summary>True for MLEM's own folder, byte for byte, where this module would do better (D21, D22, D24 to D26, D28 to D31).</summary>
    public bool AsMlem { get; init; }

    /// <summary>Whether the shipped bounds, and the check that a working set is known, are left out.</summary>
    internal bool LeavesOutBounds => NoDefaultConstraint || AsMlem;

    /// <summary>
    /// True for a Dockerfile that leaves out what the image does not need: the upgrade of the base image's packages, git where
    /// nothing comes from a repository, and apt altogether where no package is left to install. Null for what is usual: so for
    /// an image, and MLEM's own for a folder (D31).
    /// </summary>
    public bool? Optimize { get; init; }

    /// <summary>Whether an image is built of it, and not only a folder written.</summary>
    public bool ForImage { get; init; }

    /// <summary>
    /// The user whom the container runs as, a name that the image knows or a number; null for the one that the base image
    /// names, else 10001:0. Needs an optimised image.
    /// </summary>
    public string? User { get; init; }

    /// <summary>Whether the Dockerfile is the optimised one.</summary>
    internal bool IsOptimized => Optimize ?? (ForImage && !AsMlem);

    /// <summary>What the base image says of itself, where that is known.</summary>
    internal BaseFacts Base { get; init; } = new();

    /// <summary>Whether a check may begin in a shorter rhythm than it goes on in, which Engine 25 and newer know.</summary>
    internal bool HasStartInterval { get; init; }

    /// <summary>Whether pip and apt keep their downloads with the builder, as only BuildKit can.</summary>
    internal bool CacheMounts { get; init; }

    /// <summary>Whether copied files make layers that do not depend on those below (<c>COPY --link</c>).</summary>
    internal bool LinkedCopies { get; init; }

    /// <summary>True to hold every artifact against the hash that MLEM recorded, on the pass that sends or copies it.</summary>
    public bool VerifyArtifacts { get; init; }

    /// <summary>True to take artifacts whose size is not the one that MLEM recorded, with a warning, as MLEM does.</summary>
    public bool AllowChangedArtifact { get; init; }

    /// <summary>
    /// The folder of the project in which the build arguments were declared: what they name lies in it then. Null where they were
    /// given here, and may name files anywhere.
    /// </summary>
    public string? DeclaredIn { get; init; }

    /// <summary>Looks into the model's files first; null for what the context itself needs of them.</summary>
    internal IModelInspector? Inspector { get; init; }

    /// <summary>Whether the model's methods stay in the form in which it has them (D29).</summary>
    internal bool KeepsForm { get; init; }

    /// <summary>Whether a GPU is asked for where the image is started.</summary>
    internal bool UsesGpu { get; init; }

    /// <summary>True to take torch from PyTorch's own index of CPU builds.</summary>
    public bool CpuOnly { get; init; }

    /// <summary>The images from which the Dockerfile takes artifacts, by the artifacts' paths, which the context then lacks.</summary>
    internal IReadOnlyDictionary<string, string> Weights { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder that relative paths are relative to, and whose project's configuration counts.</summary>
    public string WorkingFolder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Environment variables by name, as this process sees them.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = ProcessVariables();

    /// <summary>Whether something is asked for that neither a model nor a declaration can hold.</summary>
    internal bool AsksForMore => Optimize is not null || AsMlem || NoDefaultConstraint || Constraints.Count > 0 || User is not null
        || CpuOnly || AllowChangedArtifact || Source is not null || MlemVersion is not null || MlemRevision is not null;

    /// <summary>The folders in which files for the context may lie: the project of the working folder, and what the caller named.</summary>
    internal IEnumerable<string?> SourceFolders(string? named = null) =>
        [MlemPath.FindProjectRoot(WorkingFolder) ?? WorkingFolder, DeclaredIn ?? named];

    private static Dictionary<string, string> ProcessVariables() => Environment.GetEnvironmentVariables()
        .Cast<System.Collections.DictionaryEntry>()
        .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? string.Empty, StringComparer.Ordinal);
}
