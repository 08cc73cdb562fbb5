using System.Globalization;
using System.Text;
using Mlem.Docker.Context;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Building.Weights;

/// <summary>
/// Puts a model's artifacts into images of their own on the Engine, named by content and built once; the model's image
/// takes them with <c>COPY --from</c>. An artifact is read once: while it is sent, or only to learn its hash.
/// </summary>
internal sealed class WeightsImages(DockerEngine engine, HashMemory memory, IOperationObserver observer)
{
    /// <summary>On an image of weights: how many bytes of artifacts are in it.</summary>
    public const string SizeLabel = "mlem.weights.size";

    /// <summary>On a model's image: the names of the images that its artifacts came from.</summary>
    public const string UsedLabel = "mlem.weights.used";

    private const string Root = "weights";

    // The folder /app is in the tree, since a COPY of the whole tree gives it a fixed time: so the layer is the same
    // on every Engine, and a registry knows it again.
    private const string Place = Root + "/app/";

    /// <summary>The context without its large artifacts, which its Dockerfile takes from images that the Engine then has.</summary>
    public async Task<DockerContext> SeparateAsync(
        DockerContext context, long threshold, ImageBuilderKind builder, CancellationToken cancellationToken)
    {
        // A template that takes no weights is told of before a gigabyte is sent.
        var planned = WeightsGroup.FromContext(context, threshold).SelectMany(g => g.Files).ToDictionary(f => f.Path, _ => WeightsGroup.Repository);
        if (planned.Count == 0)
            return context;
        await DockerContext.CreateAsync(context.Request with { Weights = planned }, cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<string, string> weights = await EnsureAsync(context, threshold, builder, cancellationToken).ConfigureAwait(false);
        return await DockerContext.CreateAsync(context.Request with { Weights = weights }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Those of an Engine's named images that hold weights from which none of the others was made.</summary>
    public static IReadOnlyList<DockerImage> Unused(IReadOnlyList<DockerImage> images)
    {
        HashSet<string> used = [.. images.SelectMany(i => (i.Labels.GetValueOrDefault(UsedLabel) ?? string.Empty).Split(' '))];
        return
        [
            .. images.Where(i => i is { Name: WeightsGroup.Repository, Repository: null }
                && i.Labels.ContainsKey(SizeLabel) && !used.Contains(i.Uri)),
        ];
    }

    /// <summary>Makes sure that the Engine has the images; gives the image of each artifact by the artifact's path.</summary>
    private async Task<IReadOnlyDictionary<string, string>> EnsureAsync(
        DockerContext context, long threshold, ImageBuilderKind builder, CancellationToken cancellationToken)
    {
        var images = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (WeightsGroup group in WeightsGroup.FromContext(context, threshold))
        {
            string name = await EnsureAsync(group, context, builder, cancellationToken).ConfigureAwait(false);
            foreach (FileEntry file in group.Files)
                images[file.Path] = name;
        }

        return images;
    }

    private async Task<string> EnsureAsync(
        WeightsGroup group, DockerContext context, ImageBuilderKind builder, CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        bool verify = context.Request.VerifyArtifacts;
        if (await MayBeThereAsync(group, cancellationToken).ConfigureAwait(false))
        {
            foreach (FileEntry file in group.Files)
                hashes[file.Path] = await HashAsync(file, verify, cancellationToken).ConfigureAwait(false);
            string known = group.Name(hashes, context.BuildArgs.Platform);
            if (await HasAsync(group, known, cancellationToken).ConfigureAwait(false))
            {
                observer.Verbose(Messages.FormatEngineHasWeightsAlready(known, ByteSize.Format(group.Size)));
                return known;
            }
        }

        return await BuildAsync(group, context, builder, cancellationToken).ConfigureAwait(false);
    }

    // Only images of the same size can hold the same: where there is none, the hash can wait until the file is sent.
    private async Task<bool> MayBeThereAsync(WeightsGroup group, CancellationToken cancellationToken)
    {
        var filters = new Dictionary<string, IReadOnlyList<string>> { ["label"] = [SizeValue(group)] };
        return (await engine.Images.ListImagesAsync(filters, cancellationToken).ConfigureAwait(false)).Count > 0;
    }

    private async Task<bool> HasAsync(WeightsGroup group, string name, CancellationToken cancellationToken) =>
        await engine.Images.FindImageAsync(name, cancellationToken).ConfigureAwait(false) is { } image
        && image.Labels.GetValueOrDefault(SizeLabel) == group.Size.ToString(CultureInfo.InvariantCulture);

    private async Task<string> HashAsync(FileEntry file, bool verify, CancellationToken cancellationToken)
    {
        if (!verify && memory.Find(file.Source) is { } known)
            return known;
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        (FileIdentity? before, DateTimeOffset begun) = (HashMemory.Identify(file.Source), DateTimeOffset.UtcNow);
        await new ContentReading { Verify = verify, Sha256 = hashes }.ReadAsync(file, cancellationToken).ConfigureAwait(false);
        memory.Keep(file.Source, before, hashes[file.Path], begun);
        return hashes[file.Path];
    }

    // The name is known when the content has gone by; until then the image has one that says what it is.
    private async Task<string> BuildAsync(
        WeightsGroup group, DockerContext context, ImageBuilderKind builder, CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        string temporary = $"{WeightsGroup.Repository}:unfinished-{Guid.NewGuid():N}";
        var request = new ImageBuildRequest
        {
            Tags = [temporary],
            Labels = new Dictionary<string, string> { [SizeLabel] = group.Size.ToString(CultureInfo.InvariantCulture) },
            Builder = builder,
            Platform = context.BuildArgs.Platform,
        };
        (FileEntry File, FileIdentity? Before)[] before = [.. group.Files.Select(f => (f, HashMemory.Identify(f.Source)))];
        DateTimeOffset begun = DateTimeOffset.UtcNow;
        var reading = new ContentReading { Verify = context.Request.VerifyArtifacts, Sha256 = hashes };
        var leaving = new TemporaryName(engine, observer, temporary);
        try
        {
            await engine.BuildAsync(
                request,
                (stream, stop) => TarContextWriter.WriteAsync(Entries(group), reading, stream, null, stop),
                observer,
                cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await leaving.ForgetAsync().ConfigureAwait(false);
            throw;
        }

        try
        {
            string name = group.Name(group.Files.ToDictionary(f => f.Path, f => hashes[Place + f.Path], StringComparer.Ordinal), context.BuildArgs.Platform);
            await engine.Images.TagAsync(temporary, name, cancellationToken).ConfigureAwait(false);
            foreach ((FileEntry file, FileIdentity? identity) in before)
                memory.Keep(file.Source, identity, hashes[Place + file.Path], begun);
            return name;
        }
        finally
        {
            await leaving.RemoveAsync().ConfigureAwait(false);
        }
    }

    private static List<ContextEntry> Entries(WeightsGroup group) =>
    [
        new GeneratedEntry("Dockerfile", Encoding.UTF8.GetBytes($"FROM scratch\nCOPY {Root} /\n")),
        .. group.Files.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => f with { Path = Place + f.Path }),
    ];

    private static string SizeValue(WeightsGroup group) => string.Create(CultureInfo.InvariantCulture, $"{SizeLabel}={group.Size}");
}
