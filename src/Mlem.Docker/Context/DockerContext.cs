using System.Security.Cryptography;
using Mlem.Docker.Context;

namespace Mlem.Docker;

/// <summary>
/// A Docker build context: everything the Engine needs to build a model's image, described once and then written to a
/// folder or streamed to an Engine. Of the artifacts only pickles are looked into before that.
/// </summary>
/// <param name="Model">The model it is made from.</param>
/// <param name="Server">The server in the image.</param>
/// <param name="BuildArgs">The arguments it was made with.</param>
/// <param name="Entries">The files, in the order and under the names in which MLEM writes them.</param>
/// <param name="BaseImage">The image of the Dockerfile's FROM line, as this generator computed it.</param>
/// <param name="BuildArguments">Values for the Dockerfile's ARG lines; they go to the Engine only and may be secret.</param>
/// <param name="Warnings">What deserves attention, as sentences.</param>
public sealed record DockerContext(
    MlemModel Model,
    Server Server,
    DockerBuildArgs BuildArgs,
    IReadOnlyList<ContextEntry> Entries,
    string BaseImage,
    IReadOnlyDictionary<string, string> BuildArguments,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The Python of the image; null where a base image has it that says no version.</summary>
    public string? PythonVersion { get; init; }

    /// <summary>Why the image has that Python; null for a folder that was written before.</summary>
    public string? PythonReason => Decisions.FirstOrDefault();

    /// <summary>What was decided for the image and why, as sentences: its Python first.</summary>
    public IReadOnlyList<string> Decisions { get; init; } = [];

    /// <summary>Why no server can serve the model, or why every call would fail (D30); null where nothing is in the way.</summary>
    internal MlemException? Unservable { get; init; }

    /// <summary>Refuses a model that an image could not serve.</summary>
    /// <exception cref="MlemException"><c>ModelNotServable</c>.</exception>
    internal void EnsureServable()
    {
        if (Unservable is { } reason)
            throw reason;
    }

    /// <summary>What it was made from.</summary>
    internal DockerContextRequest Request { get; init; } = new(Model);

    /// <summary>The Debian under the base image, as far as its name or the image itself tells; null for what the name tells.</summary>
    internal BaseGround? Ground { get; init; }

    /// <summary>Whether it can be made again from the request: it was not read from a folder.</summary>
    internal bool IsGenerated { get; init; }

    /// <summary>The files under the paths that they have in the context.</summary>
    public IReadOnlyList<ContextEntry> PlacedEntries => ContextLayout.Place(Request, Entries, WheelName);

    /// <summary>The file name of MLEM's wheel; null where MLEM comes from elsewhere.</summary>
    internal string? WheelName { get; init; }

    /// <summary>The model's name where its file is called otherwise, as in a Docker folder; null for the file's own.</summary>
    internal string? ModelName { get; init; }

    /// <summary>The sizes of all files added up, in bytes.</summary>
    public long TotalSize => Entries.Sum(e => e.Length);

    /// <summary>SHA-256 of the files that were generated, so of all but the artifacts: two that are built differently differ in it.</summary>
    internal string RecipeDigest
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (GeneratedEntry entry in Entries.OfType<GeneratedEntry>())
            {
                hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{entry.Path}\0{entry.Content.Length}\0"));
                hash.AppendData(entry.Content.Span);
            }
            return Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
        }
    }

    /// <summary>The text of a generated file, such as <c>Dockerfile</c>; null when there is none of that name.</summary>
    public string? ReadText(string path) => Entries.OfType<GeneratedEntry>().FirstOrDefault(e => e.Path == path) is { } entry
        ? System.Text.Encoding.UTF8.GetString(entry.Content.Span)
        : null;

    /// <summary>The same context with more lines at the end of its Dockerfile; null for none.</summary>
    internal DockerContext WithDockerfileEnd(string? lines) => lines is null ? this : this with
    {
        Entries = [.. Entries.Select(e => e.Path == "Dockerfile" ? new GeneratedEntry(e.Path, System.Text.Encoding.UTF8.GetBytes(ReadText(e.Path) + lines)) : e)],
    };

    /// <summary>Describes the context of a model's image. Nothing is written; of the artifacts only pickles are looked into.</summary>
    /// <param name="request">What it is made from.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="MlemException">Something is missing, invalid, or is known not to work.</exception>
    public static Task<DockerContext> CreateAsync(DockerContextRequest request, CancellationToken cancellationToken = default) =>
        Metadata.ForeignValues.UseAsync(request.Model.Path, () => DockerContextGenerator.GenerateAsync(request, cancellationToken));

    /// <summary>Describes a Docker folder that was written before, as it lies there now. No artifact is read.</summary>
    /// <param name="dir">The folder.</param>
    /// <param name="args">What a folder does not hold (values for ARG lines, the platform, a hook); null for none.</param>
    /// <exception cref="MlemException"><c>DockerDirInvalid</c>: the folder is not there, or is no Docker folder of a model.</exception>
    public static DockerContext FromFolder(DockerDir dir, DockerBuildArgs? args = null) =>
        FolderContextReader.Read(dir, args ?? new DockerBuildArgs());

    /// <summary>Writes the context to a folder; an error leaves none behind.</summary>
    /// <param name="target">The folder: missing, empty, or with content when <paramref name="force"/> is given.</param>
    /// <param name="force">Whether a folder with content is replaced whole.</param>
    /// <param name="hardLink">Whether artifacts are linked where the file system can, instead of copied.</param>
    /// <param name="observer">Hears of the progress; null for nobody.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left behind.</param>
    /// <exception cref="MlemException">The target cannot be used, or writing failed.</exception>
    public Task<DockerDir> WriteFolderAsync(
        string target,
        bool force = false,
        bool hardLink = false,
        IOperationObserver? observer = null,
        CancellationToken cancellationToken = default) =>
        FolderContextWriter.WriteAsync(this, target, force, hardLink, observer ?? NullOperationObserver.Instance, cancellationToken);

    /// <summary>Writes the context as a tar stream, straight from the model's files; the same input gives the same bytes.</summary>
    /// <param name="destination">Takes the stream; it stays open.</param>
    /// <param name="bytesWritten">Hears how many bytes of content are written; null for nobody.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public Task WriteTarAsync(
        Stream destination, IProgress<long>? bytesWritten = null, CancellationToken cancellationToken = default) =>
        TarContextWriter.WriteAsync(
            PlacedEntries, new ContentReading { Verify = Request.VerifyArtifacts }, destination, bytesWritten, cancellationToken);
}
