using Mlem.Docker.Building;
using Mlem.Docker.Engine;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker;

/// <summary>
/// Repairs models that no server can serve because they were saved without sample data (MLEM.md 67): MLEM itself, in a
/// container of the model's own image, says the types of a sample and of what comes of it.
/// </summary>
internal sealed class ModelRepair(ImageOperations images, IOperationObserver observer)
{
    private static readonly TimeSpan Cleanup = TimeSpan.FromMinutes(1);

    /// <summary>Builds the image, asks in a container, and writes the repaired model; the image is removed again.</summary>
    /// <param name="request">What the image is made of, with the model.</param>
    /// <param name="sample">What the model takes.</param>
    /// <param name="target">The metafile of the repaired model.</param>
    /// <param name="options">How the image is built, and what may be replaced.</param>
    /// <param name="cancellationToken">Stops it; nothing is left.</param>
    /// <exception cref="MlemException"><c>ModelRepairFailed</c>, <c>FileExists</c>, or the image could not be built.</exception>
    public async Task<MlemModel> RunAsync(
        DockerContextRequest request, ModelSample sample, string target, ModelRepairOptions options, CancellationToken cancellationToken)
    {
        MlemModel model = request.Model;
        ModelCopy.Check(model, target, options.Overwrite);
        DockerContext context = await DockerContext.CreateAsync(Prepared(request, sample), cancellationToken).ConfigureAwait(false);
        var name = DockerImage.FromReference($"mlem-repair:{Guid.NewGuid():N}");
        DockerEngine engine = await images.ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            DockerImage built = await images.BuildAsync(
                context with { Unservable = null },
                name,
                new ImageBuildOptions { Builder = options.Builder, NoCache = options.NoCache, Pull = options.Pull, Push = false },
                cancellationToken).ConfigureAwait(false);
            EngineImage image = await engine.Images.FindImageAsync(built.ImageId!, cancellationToken).ConfigureAwait(false)
                ?? throw RepairErrors.Unreadable(model.Name!);
            YamlMapping answer = await new RepairContainer(engine, observer)
                .RunAsync(image, model.Name!, sample, options.Timeout, cancellationToken).ConfigureAwait(false);
            YamlMapping document = RepairedDocument.From(model.Document, answer);
            if (RepairedDocument.IsUnknown(document.Mapping("processors")))
                throw RepairErrors.StillUnspecified(model.Name!, Unknown(document));
            return await ModelCopy.WriteAsync(model, document, target, options.Overwrite, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ForgetAsync(engine, name).ConfigureAwait(false);
        }
    }

    // The sample's own package must be there too; of the method's form the container needs the model's own.
    private static DockerContextRequest Prepared(DockerContextRequest request, ModelSample sample)
    {
        bool has = sample.Module is not { } module || request.Model.Requirements.OfType<InstallableRequirement>().Any(r => r.Module == module);
        return request with
        {
            KeepsForm = true,
            Inspector = null,
            Model = has ? request.Model : RepairedDocument.Requiring(request.Model, sample.Module!),
        };
    }

    private static string Unknown(YamlMapping document) => string.Join(", ", document.Mapping("processors").TextEntries()
        .SelectMany(p => (p.Value as YamlMapping)?.Mapping("methods").TextEntries().Where(m => RepairedDocument.IsUnknown(m.Value)).Select(m => $"{p.Key}.{m.Key}") ?? []));

    // Also after Ctrl+C: what was built for the answer alone must not stay. What went wrong before is what is told.
    private async Task ForgetAsync(DockerEngine engine, DockerImage name)
    {
        using var limit = new CancellationTokenSource(Cleanup);
        try
        {
            await engine.Images.RemoveImageAsync(name.Uri, force: false, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MlemException or OperationCanceledException)
        {
            observer.Debug(Messages.FormatTheImageImageIdStaysReason(name.Uri, e.Message));
        }
    }
}

/// <summary>How a model is repaired.</summary>
internal sealed record ModelRepairOptions
{
    public ImageBuilderKind Builder { get; init; }

    public bool NoCache { get; init; }

    public bool Pull { get; init; }

    public bool Overwrite { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);
}
