namespace Mlem.Docker.Registries;

/// <summary>The failures of what is asked of a registry by its kind.</summary>
internal static class RegistryOperationErrors
{
    public static MlemException NotSupported(RemoteRegistry registry, string what)
    {
        var (name, why, login) = registry is EcrRegistry
            ? ("Amazon ECR", Messages.ItsLoginsAreMadeByAWSs, Messages.AwsEcrGetLoginPasswordAnd)
            : (Messages.HerokusRegistry, Messages.ImageThereIsOnlyReleasedBy, Messages.HerokuContainerLogin);
        return new MlemException(
            "RegistryNotSupported",
            MlemErrorCategory.NotImplemented,
            Messages.FormatCannotRegistryOfTypeWhichThis(what, registry.Type, name, registry.GetHost(), why),
            registry.GetHost(),
            Messages.FormatLogInWithAndUseRegistry(login, registry.GetHost()));
    }

    public static string RequireHost(DockerRegistry registry) => registry.GetHost() is { Length: > 0 } host ? host : throw new MlemException(
        "RegistryHostMissing",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatRegistryHostMissing(registry.Type),
        registry.Type,
        Messages.SetItsHostForExampleRegistry);

    public static MlemException NoTags() => new(
        "RegistryNotSupported",
        MlemErrorCategory.InvalidOperation,
        Messages.RegistryOfTypeLocalIsDocker,
        "local",
        Messages.UseRegistryOfTypeDockerIo);

    public static MlemException ImageNotFound(ImageReference image, string engine) => new(
        "ImageNotFound",
        MlemErrorCategory.ObjectNotFound,
        Messages.FormatDockerEngineAtHasNoImage(engine, image.EngineName),
        image.EngineName,
        Messages.BuildItFirstWithNewMlemDockerImage);

    public static MlemException LoginRefused(ImageReference image, string lead, MlemException reason, MlemException denied) => new(
        reason.ErrorId,
        reason.Category,
        $"{lead} {reason.Message}",
        image.Canonical,
        reason.Recommendation,
        denied);

    public static MlemException PushNotConfirmed(ImageReference image, string? digest, string why) => new(
        "PushNotConfirmed",
        MlemErrorCategory.InvalidOperation,
        digest is null
            ? Messages.FormatPushWithoutDigestNotConfirmed(image.EngineName, image.Domain, why)
            : Messages.FormatPushNotConfirmed(image.EngineName, digest, image.Domain, why),
        image.Canonical,
        Messages.PushNotConfirmedRemedy);
}
