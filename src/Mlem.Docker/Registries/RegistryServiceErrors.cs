namespace Mlem.Docker.Registries;

/// <summary>The failures of what is asked of a registry by its kind.</summary>
internal static class RegistryServiceErrors
{
    public static MlemException NotSupported(RemoteRegistry registry, string what)
    {
        var (name, why, login) = registry is EcrRegistry
            ? ("Amazon ECR", "its logins are made by AWS's own API", "'aws ecr get-login-password' and docker login")
            : ("Heroku's registry", "an image there is only released by Heroku's own API", "'heroku container:login'");
        return new MlemException(
            "RegistryNotSupported",
            MlemErrorCategory.NotImplemented,
            $"Cannot {what} a registry of type '{registry.Type}' ({name}, {registry.GetHost()}): {why}, which this module does not speak.",
            registry.GetHost(),
            $"Log in with {login}, and use a registry of type 'remote' with the host {registry.GetHost()}.");
    }

    public static string RequireHost(DockerRegistry registry) => registry.GetHost() is { Length: > 0 } host ? host : throw new MlemException(
        "RegistryHostMissing",
        MlemErrorCategory.InvalidArgument,
        $"The registry of type '{registry.Type}' has no host.",
        registry.Type,
        "Set its 'host', for example registry.example.com:5000.");

    public static MlemException NoTags() => new(
        "RegistryNotSupported",
        MlemErrorCategory.InvalidOperation,
        "A registry of type 'local' is the Docker Engine itself: its images are listed by the Engine, not by a registry.",
        "local",
        "Use a registry of type 'docker_io' or 'remote'.");

    public static MlemException ImageNotFound(ImageReference image, string engine) => new(
        "ImageNotFound",
        MlemErrorCategory.ObjectNotFound,
        $"The Docker Engine at {engine} has no image {image.EngineName}, so there is nothing to push.",
        image.EngineName,
        "Build it first with New-MlemDockerImage, or check its name, repository, tag and registry.");

    public static MlemException LoginRefused(ImageReference image, string lead, MlemException reason, MlemException denied) => new(
        reason.ErrorId,
        reason.Category,
        $"{lead} {reason.Message}",
        image.Canonical,
        reason.Recommendation,
        denied);

    public static MlemException PushNotConfirmed(ImageReference image, string digest, string why, Exception? cause = null) => new(
        "PushNotConfirmed",
        MlemErrorCategory.InvalidOperation,
        $"The Docker Engine says that {image.EngineName} was pushed as {digest}, but that could not be confirmed at the registry {image.Domain}: {why}",
        image.Canonical,
        "The image is still on the Engine: push it again once the cause is removed.",
        cause);
}
