using Mlem.Docker.Building;
using Mlem.Docker.Building.Weights;
using Mlem.Docker.Context;
using Mlem.Docker.Engine;
using Mlem.Docker.Registries;

namespace Mlem.Docker;

/// <summary>
/// Builds, finds, pushes and removes images, on an Engine and in registries. The Engine is reached when it is first
/// needed. MLEM: <c>DockerImage</c>'s <c>exists</c> and <c>delete</c>, and the work of <c>DockerImageBuilder</c>.
/// </summary>
public sealed class ImageOperations : IAsyncDisposable
{
    private readonly string? _daemonHost;
    private readonly RegistryCredentials _credentials;
    private readonly IOperationObserver _observer;
    private readonly EngineImages _engine;
    private readonly RegistryOperations _registries;

    /// <summary>Prepares the operations; nothing is reached yet.</summary>
    /// <param name="daemonHost">The Engine's address; null or empty for the one that the docker CLI would use.</param>
    /// <param name="credentials">Where logins are looked for; null for the default places.</param>
    /// <param name="registryOptions">How registries are spoken to, and who hears of it; null for the defaults.</param>
    public ImageOperations(
        string? daemonHost = null, RegistryCredentials? credentials = null, RegistryClientOptions? registryOptions = null)
    {
        registryOptions ??= new RegistryClientOptions();
        _daemonHost = string.IsNullOrEmpty(daemonHost) ? null : daemonHost;
        _credentials = credentials ?? RegistryCredentials.Default();
        _observer = registryOptions.Observer;
        _engine = new EngineImages(_daemonHost, _observer);
        _registries = new RegistryOperations(_credentials, registryOptions, _engine);
    }

    /// <summary>Begins to reach the Engine while the caller does something else; a failure is told by the first call that needs it.</summary>
    public void BeginConnecting() => _engine.BeginConnecting();

    /// <summary>Looks an image up in its registry, and on the Engine where that is its registry.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    /// <returns>The image with what is known of it there; null if its registry does not have it.</returns>
    /// <exception cref="MlemException">The question could not be answered, or the name is none.</exception>
    public async Task<DockerImage?> FindAsync(DockerImage image, CancellationToken cancellationToken = default)
    {
        ImageReference reference = ImageReference.Parse(image.Uri);
        if (image.Registry is not (DockerIORegistry or RemoteRegistry))
        {
            DockerEngine engine = await _engine.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return await engine.Images.FindImageAsync(reference.EngineName, cancellationToken).ConfigureAwait(false) is { } local
                ? Describe(image, local)
                : null;
        }

        return await _registries.FindAsync(image.Registry, reference, cancellationToken).ConfigureAwait(false) is { } found
            ? image with { Digest = found.Digest }
            : null;
    }

    /// <summary>Lists the images of the Engine whose name matches.</summary>
    /// <param name="pattern">Docker's pattern for names, such as <c>iris*</c>; null for all that have a name.</param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    /// <exception cref="EngineException">The Engine could not be asked.</exception>
    public async Task<IReadOnlyList<DockerImage>> ListAsync(string? pattern = null, CancellationToken cancellationToken = default)
    {
        DockerEngine engine = await _engine.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var filters = pattern is null
            ? null
            : new Dictionary<string, IReadOnlyList<string>> { ["reference"] = [pattern] };
        IReadOnlyList<EngineImage> images = await engine.Images.ListImagesAsync(filters, cancellationToken).ConfigureAwait(false);
        return [.. images.SelectMany(local => local.Tags.Select(tag => Describe(DockerImage.FromReference(tag), local)))];
    }

    /// <summary>
    /// Pushes the Engine's image to a registry, and makes sure that the registry has it. An image that the Engine knows
    /// under another name gets the registry's name first. Its additional tags are pushed as well.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="registry">The registry; null for the image's own, or the one that its name begins with.</param>
    /// <param name="cancellationToken">Stops the push; the Engine's image stays.</param>
    /// <returns>The image with the digest that the registry has.</returns>
    /// <exception cref="MlemException">
    /// <c>RegistryMissing</c>, <c>ImageNotFound</c>, <c>PushNotConfirmed</c>, or the Engine's or the registry's failure.
    /// </exception>
    public async Task<DockerImage> PushAsync(
        DockerImage image, DockerRegistry? registry = null, CancellationToken cancellationToken = default)
    {
        DockerImage first = await PushTagAsync(image, registry, cancellationToken).ConfigureAwait(false);
        List<string> done = [first.Uri];
        foreach (string tag in image.AdditionalTags)
        {
            try
            {
                done.Add((await PushTagAsync(image with { Tag = tag }, registry, cancellationToken).ConfigureAwait(false)).Uri);
            }
            catch
            {
                _observer.Warning(Messages.FormatPushedBeforeTheFailure(string.Join(", ", done)));
                throw;
            }
        }

        return first;
    }

    private async Task<DockerImage> PushTagAsync(DockerImage image, DockerRegistry? registry, CancellationToken cancellationToken)
    {
        DockerImage target = PushTarget.For(image, registry);
        ImageReference reference = ImageReference.ParseName(target.Uri);
        ImageReference local = ImageReference.Parse(image.Uri);
        if (local.EngineName != reference.EngineName)
        {
            DockerEngine engine = await _engine.ConnectAsync(cancellationToken).ConfigureAwait(false);
            if (await engine.Images.FindImageAsync(local.EngineName, cancellationToken).ConfigureAwait(false) is null)
                throw RegistryOperationErrors.ImageNotFound(local, _engine.Description);
            await engine.Images.TagAsync(local.EngineName, reference.EngineName, cancellationToken).ConfigureAwait(false);
        }

        RegistryImage pushed = await _registries.PushAsync(target.Registry, reference, cancellationToken).ConfigureAwait(false);
        // A digest from before is not this push's.
        return target with { Digest = pushed.Digest, ImageId = pushed.ImageId ?? target.ImageId };
    }

    /// <summary>Removes an image from its registry: from the Engine where that is its registry.</summary>
    /// <param name="image">The image.</param>
    /// <param name="force">On the Engine: although a stopped container uses it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>False if it was not there.</returns>
    /// <exception cref="MlemException">The registry offers no deletes, the image is in use, or a failure on the way.</exception>
    public Task<bool> RemoveAsync(DockerImage image, bool force = false, CancellationToken cancellationToken = default) =>
        _registries.DeleteAsync(image.Registry, ImageReference.Parse(image.Uri), force, cancellationToken);

    /// <summary>Builds an image from a context, and pushes it if it has a registry.</summary>
    /// <param name="context">The context; its files are streamed to the Engine.</param>
    /// <param name="image">The image's name and registry.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the build on the Engine; no half image is left.</param>
    /// <exception cref="MlemException">
    /// <c>ImageExists</c>, <c>ImageBuildFailed</c>, or a failure of the Engine, a registry or the push; after a failed
    /// push the image is on the Engine.
    /// </exception>
    public async Task<DockerImage> BuildAsync(
        DockerContext context, DockerImage image, ImageBuildOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ImageBuildOptions();
        context.EnsureServable();
        VerifyInputCheck.Ensure(context, options.Verify);
        ImageReference[] more = [.. options.AdditionalTags.Select(tag => ImageReference.ParseName((image with { Tag = tag }).Uri))];
        bool push = options.Push && image.Registry is DockerIORegistry or RemoteRegistry;
        if (push && image.Registry is EcrRegistry or HerokuRegistry)
            throw RegistryOperationErrors.NotSupported((RemoteRegistry)image.Registry, Messages.PushTo);
        ImageReference reference = ImageReference.ParseName(image.Uri);
        DockerEngine engine = await _engine.ConnectAsync(cancellationToken).ConfigureAwait(false);
        foreach (string tag in options.Overwrite ? [] : (string[])[image.Tag, .. options.AdditionalTags])
        {
            DockerImage wanted = image with { Tag = tag };
            if (await FindAsync(wanted, cancellationToken).ConfigureAwait(false) is not null)
                throw Exists(ImageReference.ParseName(wanted.Uri));
        }

        if (context.BuildArgs.PrebuildHook is { } hook)
            await hook(context.BuildArgs.EffectivePythonVersion, cancellationToken).ConfigureAwait(false);
        var bases = new BaseImagePull(engine, _registries, _credentials, _observer);
        Dictionary<string, RegistryCredential> logins = await bases.RunAsync(context, options.Pull, cancellationToken).ConfigureAwait(false);
        ImageBuilderKind builder = options.Buildx.Any ? options.Buildx.For(options.Builder)
            : options.Builder == ImageBuilderKind.Auto ? engine.PreferredBuilder : options.Builder;
        if (builder == ImageBuilderKind.BuildKit && !engine.HasBuildKit)
        {
            builder = ImageBuilderKind.Classic;
            _observer.Warning(Messages.FormatEngineHasNoBuildKit(engine.Endpoint.Address));
        }

        context = await new BaseLook(engine, builder, _observer).FitAsync(context, bases.FindAsync, cancellationToken).ConfigureAwait(false);
        if (options.SeparateWeightsFrom is { } size)
        {
            context = await new WeightsImages(engine, HashMemory.Default(), _observer)
                .SeparateAsync(context, size, builder, cancellationToken).ConfigureAwait(false);
        }

        (string? labelLine, Dictionary<string, string> labels) = ImageLabels.Split(
            context.ReadText("Dockerfile")!, ImageLabels.For(context, options.Labels), builder);
        // An image that is verified gets its name only after that: the one that has the name keeps it as long. BuildKit with
        // the containerd store would drop an image whose name it gives away, even one that runs; naming afterwards keeps it.
        bool renames = builder != ImageBuilderKind.Classic && await IsNamedAsync(engine, [reference, .. more], cancellationToken).ConfigureAwait(false);
        bool later = options.Verify is not null || renames;
        ImageReference builtName = later ? TemporaryName.Beside(reference) : reference;
        var request = new ImageBuildRequest
        {
            Tags = !later ? [builtName.EngineName, .. more.Select(one => one.EngineName)] : [builtName.EngineName],
            ShownAs = reference.EngineName,
            BuildArguments = context.BuildArguments.ToDictionary(a => a.Key, string? (a) => a.Value),
            Hidden = EnvironmentLines.Values(context.ReadText("Dockerfile")!),
            Labels = labels,
            Platform = context.BuildArgs.Platform,
            Credentials = logins,
            Builder = builder,
            NoCache = options.NoCache,
            NetworkMode = options.Network,
            Buildx = options.Buildx,

            // All that can be named was pulled by now. BuildKit can show no login, and images of weights are in no registry.
            Pull = options is { Pull: true, SeparateWeightsFrom: null } && (builder != ImageBuilderKind.BuildKit || logins.Count == 0),
        };
        var output = new BuildOutput(_observer);
        ImageBuildResult built;
        try
        {
            built = await engine.BuildAsync(
                request, (stream, stop) => context.WithDockerfileEnd(labelLine).WriteTarAsync(stream, null, stop), output, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageBuildException failure)
        {
            throw PipDiagnosis.Explain(AptDiagnosis.Explain(failure, output, context.Ground!), output, context);
        }
        catch when (later)
        {
            // The Engine may have come to the end just before.
            await new TemporaryName(engine, _observer, builtName.EngineName).ForgetAsync().ConfigureAwait(false);
            throw;
        }

        try
        {
            ImagePlatform.Ensure(context.BuildArgs.Platform, built.Image, reference.Familiar);
        }
        catch when (later)
        {
            await new TemporaryName(engine, _observer, builtName.EngineName).ForgetAsync().ConfigureAwait(false);
            throw;
        }

        if (options.Verify is null && later)
            await new TemporaryName(engine, _observer, builtName.EngineName).GiveWayToAsync(reference).ConfigureAwait(false);
        ImageVerification? verification = options.Verify is null
            ? null
            : await new VerifiedImage(engine, _observer)
                .ConfirmAsync(built.Image, builtName, reference, context.Server, options.Verify with { Interface = InvocationInterface.Of(context) }, cancellationToken).ConfigureAwait(false);
        foreach (ImageReference one in later ? more : [])
            await engine.Images.TagAsync(reference.EngineName, one.EngineName, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> moving = await ImageNotices
            .MovingBasesAsync(context.ReadText("Dockerfile")!, bases.FindAsync, bases.IsOfRegistryAsync, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> checks = await BuildChecks.OfTheUsersAsync(built.Checks, context, cancellationToken).ConfigureAwait(false);
        string? otherArchitecture = await ImageNotices
            .OtherArchitectureAsync(engine, built.Image, reference.Familiar, context.BuildArgs.Platform, cancellationToken).ConfigureAwait(false);
        DockerImage result = Describe(image, built.Image) with
        {
            Verification = verification,
            Server = context.Server,
            AdditionalTags = [.. options.AdditionalTags],
            PythonVersion = context.PythonVersion,
            PythonReason = context.PythonReason,
            Warnings = (string[])
            [
                .. context.Warnings, .. moving, .. built.Warnings, .. checks, .. PipDiagnosis.Warnings(output),
                .. otherArchitecture is null ? [] : (string[])[otherArchitecture],
            ],
        };
        return push ? await PushAsync(result, null, cancellationToken).ConfigureAwait(false) : result;
    }

    private static async Task<bool> IsNamedAsync(DockerEngine engine, IEnumerable<ImageReference> names, CancellationToken cancellationToken)
    {
        foreach (ImageReference name in names)
        {
            if (await engine.Images.FindImageAsync(name.EngineName, cancellationToken).ConfigureAwait(false) is not null)
                return true;
        }

        return false;
    }

    /// <summary>The images of weights on the Engine from which no image that has a name was made.</summary>
    /// <param name="cancellationToken">Stops the look-up.</param>
    /// <exception cref="EngineException">The Engine could not be asked.</exception>
    public async Task<IReadOnlyList<DockerImage>> ListUnusedWeightsAsync(CancellationToken cancellationToken = default) =>
        WeightsImages.Unused(await ListAsync(null, cancellationToken).ConfigureAwait(false));

    /// <summary>The Engine itself; it is closed with this.</summary>
    internal Task<DockerEngine> ConnectAsync(CancellationToken cancellationToken) => _engine.ConnectAsync(cancellationToken);

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync()
    {
        _registries.Dispose();
        return _engine.DisposeAsync();
    }

    private DockerImage Describe(DockerImage image, EngineImage local) => image with
    {
        ImageId = TerminalText.Clean(local.Id),
        Size = local.Size,
        Labels = Shown(local.Labels),
        Created = local.Created is { } created ? new DateTimeOffset(created) : null,
        DaemonHost = _daemonHost ?? image.DaemonHost,
        ModelHash = TerminalText.Clean(local.Labels.GetValueOrDefault(ImageLabels.ModelHash)),
    };

    // Whoever made an image wrote its labels.
    private static Dictionary<string, string> Shown(IReadOnlyDictionary<string, string> labels)
    {
        var shown = new Dictionary<string, string>(labels.Count);
        foreach ((string name, string value) in labels)
            shown[TerminalText.Clean(name)] = TerminalText.Clean(value);
        return shown;
    }

    private static MlemException Exists(ImageReference reference) => new(
        "ImageExists",
        MlemErrorCategory.ResourceExists,
        Messages.FormatImageExists(reference.Familiar),
        reference.Familiar,
        Messages.ImageExistsRemedy);
}
