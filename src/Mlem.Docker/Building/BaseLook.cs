using Mlem.Docker.Context;
using Mlem.Docker.Engine;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Building;

/// <summary>Looks at the base image before the build, and describes the context again as it fits that image and the Engine.</summary>
internal sealed class BaseLook(DockerEngine engine, ImageBuilderKind builder, IOperationObserver observer)
{
    // A file itself; /etc/os-release is a link to it.
    private const string Release = "/usr/lib/os-release";

    // Engine 23, the first whose BuildKit reads COPY --link without a frontend of its own from a hub.
    private static readonly Version LinkedCopiesSince = new(1, 42);

    // Engine 25: a health check's --start-interval.
    private static readonly Version StartIntervalSince = new(1, 44);

    /// <summary>The context as it is built.</summary>
    /// <param name="context">The context; one that was read from a folder, or is MLEM's own, stays as it is.</param>
    /// <param name="find">Finds the base image on the Engine.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="MlemException">
    /// <c>BaseImageNotLinux</c>, <c>BaseImageWithoutPython</c>, or the model does not go with its Python.
    /// </exception>
    public async Task<DockerContext> FitAsync(
        DockerContext context,
        Func<string, CancellationToken, Task<EngineImage?>> find,
        CancellationToken cancellationToken)
    {
        EngineImage? image = ImageReference.TryParse(context.BaseImage, out ImageReference? name)
            ? await find(name.EngineName, cancellationToken).ConfigureAwait(false)
            : null;
        if (image is { OperatingSystem: not ("" or "linux") })
        {
            throw new MlemException(
                "BaseImageNotLinux", MlemErrorCategory.InvalidArgument, Messages.FormatBaseImageNotLinux(context.BaseImage, image.OperatingSystem),
                context.BaseImage, Messages.BaseImageNotLinuxRemedy);
        }

        BaseGround ground = await GroundAsync(BaseGround.OfName(context.BaseImage), image, cancellationToken).ConfigureAwait(false);
        if (context.IsGenerated && !context.Request.AsMlem)
            context = await AgainAsync(context, image, cancellationToken).ConfigureAwait(false);
        return context with
        {
            Ground = ground,
            Warnings = ground.Warning is { } warning && !context.Warnings.Contains(warning) ? [.. context.Warnings, warning] : context.Warnings,
        };
    }

    private async Task<DockerContext> AgainAsync(DockerContext context, EngineImage? image, CancellationToken cancellationToken)
    {
        DockerContextRequest request = context.Request;
        PythonRelease? python = null;
        if (image is not null && IsGiven(request) && !MayBringPython(request))
        {
            python = await new BasePython(engine, observer)
                .FindAsync(image, context.BaseImage, request.Args.Platform, cancellationToken).ConfigureAwait(false);
            // Of a base image that was given, nobody has said which Python it has.
            string? version = request.Args.BaseImageHook is null ? request.Args.PythonVersion : context.BuildArgs.PythonVersion;
            // Whoever made its name from the version is not asked again.
            request = request with { Args = request.Args with { BaseImage = context.BaseImage, PythonVersion = version, BaseImageHook = null } };
        }

        bool buildKit = builder is ImageBuilderKind.BuildKit or ImageBuilderKind.Buildx && context.Request.IsOptimized;
        return await DockerContext.CreateAsync(
            request with
            {
                Base = Facts(image) with { Python = python },
                CacheMounts = buildKit,
                LinkedCopies = buildKit && engine.ApiVersion >= LinkedCopiesSince,
                HasStartInterval = engine.ApiVersion >= StartIntervalSince,
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static bool IsGiven(DockerContextRequest request) => request.Args is not { BaseImage: null, BaseImageHook: null };

    // A template, a command or a package of the operating system can install one.
    private static bool MayBringPython(DockerContextRequest request) => request.Args.TemplatesDir.Count > 0
        || request.Args.PackageInstallCommand.Contains("py", StringComparison.OrdinalIgnoreCase)
        || request.Model.Requirements.OfType<UnixPackageRequirement>().Any(p => p.PackageName.Contains("py", StringComparison.OrdinalIgnoreCase));

    // Only where the name does not tell.
    private async Task<BaseGround> GroundAsync(BaseGround named, EngineImage? image, CancellationToken cancellationToken) =>
        named.Debian is null && image is not null
        && await new ImageFile(engine, observer).ReadAsync(image.Id, Release, cancellationToken).ConfigureAwait(false) is { } release
            ? named.WithRelease(release)
            : named;

    private static BaseFacts Facts(EngineImage? image) => image is null ? new BaseFacts() : new BaseFacts
    {
        User = image.User,
        Entrypoint = image.Entrypoint,
        Shell = image.Shell,
        HasHealthcheck = image.HasHealthcheck,
    };
}
