using Mlem.Docker.Context;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>Looks at the base image before the build, and describes the context again as it fits that image and the Engine.</summary>
internal static class BaseLook
{
    // Engine 23, the first whose BuildKit reads COPY --link without a frontend of its own from a hub.
    private static readonly Version LinkedCopiesSince = new(1, 42);

    // Engine 25: a health check's --start-interval.
    private static readonly Version StartIntervalSince = new(1, 44);

    /// <summary>The context as it is built.</summary>
    /// <param name="context">The context; one that was read from a folder, or is MLEM's own, stays as it is.</param>
    /// <param name="engine">The Engine.</param>
    /// <param name="builder">Which of its builders does the work.</param>
    /// <param name="find">Finds the base image on the Engine.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="MlemException"><c>BaseImageNotLinux</c></exception>
    public static async Task<DockerContext> FitAsync(
        DockerContext context,
        DockerEngine engine,
        ImageBuilderKind builder,
        Func<string, CancellationToken, Task<EngineImage?>> find,
        CancellationToken cancellationToken)
    {
        if (!context.IsGenerated || context.Request.AsMlem)
            return context;
        EngineImage? image = ImageReference.TryParse(context.BaseImage, out ImageReference? name)
            ? await find(name.EngineName, cancellationToken).ConfigureAwait(false)
            : null;
        if (image is { OperatingSystem: not ("" or "linux") })
        {
            throw new MlemException(
                "BaseImageNotLinux", MlemErrorCategory.InvalidArgument, Messages.FormatBaseImageNotLinux(context.BaseImage, image.OperatingSystem),
                context.BaseImage, Messages.BaseImageNotLinuxRemedy);
        }

        bool buildKit = builder == ImageBuilderKind.BuildKit && context.Request.IsOptimized;
        return await DockerContext.CreateAsync(
            context.Request with
            {
                Base = Facts(image),
                CacheMounts = buildKit,
                LinkedCopies = buildKit && engine.ApiVersion >= LinkedCopiesSince,
                HasStartInterval = engine.ApiVersion >= StartIntervalSince,
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static BaseFacts Facts(EngineImage? image) => image is null ? new BaseFacts() : new BaseFacts
    {
        User = image.User,
        Entrypoint = image.Entrypoint,
        Shell = image.Shell,
        HasHealthcheck = image.HasHealthcheck,
    };
}
