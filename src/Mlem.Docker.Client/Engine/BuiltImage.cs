using Mlem.Docker.Engine.Streams;

namespace Mlem.Docker.Engine;

/// <summary>
/// Asks the Engine for the image of a build whose stream told of no failure. What the stream says of its id is only a
/// hint: each builder says it differently. An image that had the name before proves nothing without one.
/// </summary>
internal sealed class BuiltImage(DockerEngine engine, ImageBuildRequest request, string name)
{
    /// <summary>The image, under every name asked for.</summary>
    /// <param name="record">What the build's stream has told.</param>
    /// <param name="isDocker">Whether a Docker Engine built: it always tells the id.</param>
    /// <param name="begun">When the build began by the Engine's clock, where it told.</param>
    /// <param name="cancellation">Stops the questions.</param>
    /// <exception cref="EngineException"><c>ImageBuildUnverified</c>, <c>EngineStreamCut</c>.</exception>
    public async Task<EngineImage> AskAsync(BuildRecord record, bool isDocker, DateTimeOffset? begun, CancellationToken cancellation)
    {
        var hint = record.ImageId ?? record.FullId ?? record.AnnouncedId;
        if (hint is null && request.Tags.Count == 0)
            throw Unsaid();
        EngineImage? image = request.Tags.Count == 0
            ? await engine.Images.FindImageAsync(hint!, cancellation).ConfigureAwait(false) ?? throw Missing(Messages.FormatEngineNamedImageButDoesNot(hint))
            : null;
        foreach (var tag in request.Tags)
        {
            var named = await FindAsync(tag, cancellation).ConfigureAwait(false);
            if (named is null && hint is null)
                throw Unsaid();
            if (named is null || (image is not null && named.Id != image.Id))
                throw Missing(Messages.FormatEngineBuiltImageButDidNot(hint ?? image?.Id ?? name, request.ShownAs ?? tag));
            image ??= named;
        }

        if (hint is null)
            return !isDocker && (IsNew(image!, begun) || ReachedBy(record, image!)) ? image! : throw Unsaid();
        return image!.Id.Contains(hint, StringComparison.Ordinal) || await IsAsync(image, hint, begun, cancellation).ConfigureAwait(false)
            ? image
            : throw Missing(Messages.FormatEngineBuiltImageButDidNot(hint, name));
    }

    // An id that the Engine does not know may be another kind of id of the same image.
    private async Task<bool> IsAsync(EngineImage image, string hint, DateTimeOffset? begun, CancellationToken cancellation) =>
        await engine.Images.FindImageAsync(hint, cancellation).ConfigureAwait(false) is { } hinted ? hinted.Id == image.Id : IsNew(image, begun);

    private static bool ReachedBy(BuildRecord record, EngineImage image) =>
        record.ReachedLastStep && (record.LastLayer is null || image.Id.Contains(record.LastLayer, StringComparison.Ordinal));

    // The clock of the answer's head has no fractions.
    private static bool IsNew(EngineImage image, DateTimeOffset? begun) => begun is { } start && image.Created >= start.UtcDateTime;

    private Task<EngineImage?> FindAsync(string tag, CancellationToken cancellation) =>
        engine.Images.FindImageAsync(ImageReference.Parse(tag).ExactName, cancellation);

    private EngineException Unsaid() => EngineErrors.Cut($"Building {name}", name, Messages.EnginesAnswerEndedWithoutSayingThat);

    private EngineException Missing(string why) => new(
        "ImageBuildUnverified",
        MlemErrorCategory.ProtocolError,
        Messages.FormatImageBuildUnverified(name, why),
        target: name,
        recommendation: Messages.ImageBuildUnverifiedRemedy);
}
