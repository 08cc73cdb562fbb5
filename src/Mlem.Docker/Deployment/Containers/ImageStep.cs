using Mlem.Docker.Building;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>Gets the image that a container is to run: builds it, or takes the one that is there already.</summary>
internal sealed class ImageStep(DeploymentSession session, DeploymentOptions options, IOperationObserver observer)
{
    private string? _built;
    private string? _reference;
    private string? _previous;

    /// <summary>The image that was built; null where none was.</summary>
    public DockerImage? Built { get; private set; }

    /// <summary>Looks whether the image can be had and its name be used; builds nothing.</summary>
    public async Task CheckAsync(string containerName, CancellationToken cancellationToken)
    {
        if (options.Image is { } given)
        {
            if (await FindAsync(given, cancellationToken).ConfigureAwait(false) is null)
                throw NotFound(given);
        }
        else
        {
            ImageReference.Parse(Target(containerName).Uri);
        }
    }

    /// <param name="model">The model; not needed where an image is given.</param>
    /// <param name="state">The state before; null without one.</param>
    /// <param name="containerName">Names the image where the declaration does not.</param>
    /// <param name="cancellationToken">Stops the build.</param>
    public async Task<DockerImage> GetAsync(
        MlemModel? model, DockerContainerState? state, string containerName, CancellationToken cancellationToken)
    {
        if (options.Image is { } given)
            return given with { ImageId = (await FindAsync(given, cancellationToken).ConfigureAwait(false))?.Id ?? throw NotFound(given) };
        if (await HasAsync(model!, state, cancellationToken).ConfigureAwait(false))
            return state!.Image!;

        DockerContext context = await DockerContext.CreateAsync(Request(model!), cancellationToken).ConfigureAwait(false);
        context.EnsureServable();
        foreach (string decision in context.Decisions)
            observer.Verbose(decision);
        foreach (string warning in context.Warnings)
            observer.Warning(warning);
        DockerImage target = Target(containerName);
        _reference = ImageReference.Parse(target.Uri).EngineName;
        _previous = (await session.Engine.Images.FindImageAsync(_reference, cancellationToken).ConfigureAwait(false))?.Id;
        var labels = new Dictionary<string, string>(session.Identity.ImageLabels) { [DeploymentIdentity.ContextLabel] = context.RecipeDigest };
        var how = new ImageBuildOptions
        {
            Push = options.Push,
            Builder = options.Builder,
            NoCache = options.NoCache,
            Pull = options.Pull,
            Labels = labels,
        };
        DockerImage built = await session.Images.BuildAsync(context, target, how, cancellationToken).ConfigureAwait(false);
        foreach (string warning in built.Warnings.Except(context.Warnings))
            observer.Warning(warning);
        _built = built.ImageId;
        Built = built;
        return built;
    }

    /// <summary>The context of the image that would be built; null where one is given or there already.</summary>
    public async Task<DockerContext?> PlannedAsync(MlemModel? model, DockerContainerState? state, CancellationToken cancellationToken)
    {
        if (options.Image is not null || await HasAsync(model!, state, cancellationToken).ConfigureAwait(false))
            return null;
        DockerContext context = await DockerContext.CreateAsync(Request(model!), cancellationToken).ConfigureAwait(false);
        context.EnsureServable();
        return context;
    }

    /// <summary>
    /// Whether the image that a state tells of is what is asked for now. A declaration does not hold all options of a build
    /// (bounds, the release of MLEM, an optimised Dockerfile): where none of these is given, any image of it will do.
    /// </summary>
    public async Task<bool> IsAsAskedAsync(MlemModel? model, DockerContainerState? state, CancellationToken cancellationToken)
    {
        if (options.Image is not null || model is null || state?.Image?.ImageId is not { } id || !Request(model).AsksForMore)
            return true;
        DockerContext context = await DockerContext.CreateAsync(Request(model), cancellationToken).ConfigureAwait(false);
        EngineImage? image = await session.Engine.Images.FindImageAsync(id, cancellationToken).ConfigureAwait(false);
        return image?.Labels.GetValueOrDefault(DeploymentIdentity.ContextLabel) == context.RecipeDigest;
    }

    /// <summary>Gives the image's name back to what had it before, and removes what was built.</summary>
    public async Task UndoAsync(CancellationToken cancellationToken)
    {
        if (_built is null || _built == _previous)
            return;
        if (_previous is not null)
            await session.Engine.Images.TagAsync(_previous, _reference!, cancellationToken).ConfigureAwait(false);
        await session.Engine.Images.RemoveImageAsync(_previous is null ? _reference! : _built, false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The name to run an image by: its own as long as that means this image, else its id.</summary>
    public async Task<string> RunnableAsync(DockerImage image, CancellationToken cancellationToken)
    {
        string reference = ImageReference.Parse(image.Uri).EngineName;
        return (await session.Engine.Images.FindImageAsync(reference, cancellationToken).ConfigureAwait(false))?.Id == image.ImageId
            ? reference
            : image.ImageId!;
    }

    // Whether the image that a state tells of is still there, and would be built from the same.
    private async Task<bool> HasAsync(MlemModel model, DockerContainerState? state, CancellationToken cancellationToken) =>
        state is { Image.ImageId: { } id } && state.ModelHash == model.Hash && SameBuild(state.Declaration)
        && await session.Engine.Images.FindImageAsync(id, cancellationToken).ConfigureAwait(false) is not null
        && await IsAsAskedAsync(model, state, cancellationToken).ConfigureAwait(false);

    private DockerContextRequest Request(MlemModel model) => options.Context(model) with
    {
        Model = model,
        ForImage = true,
        Server = session.Deployment.Server,
        Args = session.Deployment.Args,
        DeclaredIn = session.Deployment.Home,
    };

    private Task<EngineImage?> FindAsync(DockerImage image, CancellationToken cancellationToken) =>
        session.Engine.Images.FindImageAsync(image.ImageId ?? ImageReference.Parse(image.Uri).EngineName, cancellationToken);

    // MLEM leaves out tag, repository and registry here (D14).
    private DockerImage Target(string containerName) => TargetOf(session.Deployment, session.Env, containerName);

    /// <summary>The image that a declaration means.</summary>
    public static DockerImage TargetOf(DockerContainer deployment, DockerEnv env, string containerName)
    {
        DockerImage image = deployment.Image ?? new DockerImage(containerName.ToLowerInvariant());
        return image.Registry is DockerIORegistry or RemoteRegistry ? image : image with { Registry = env.Registry };
    }

    private bool SameBuild(DockerContainer before)
    {
        DockerContainer now = session.Empty.Declaration;
        return Equals(before.Document["server"], now.Document["server"]) && Equals(before.Document["args"], now.Document["args"])
            && Equals(before.Document["image"], now.Document["image"]) && before.ResolveEnv().Registry.Equals(session.Env.Registry);
    }

    private static MlemException NotFound(DockerImage image) => new(
        "ImageNotFound",
        MlemErrorCategory.ObjectNotFound,
        Messages.FormatDockerEngineHasNoImageWithId(image.Uri, image.ImageId is { } id ? $" ({id})" : string.Empty),
        image.Uri,
        Messages.BuildItWithNewMlemDockerImageOr);
}
