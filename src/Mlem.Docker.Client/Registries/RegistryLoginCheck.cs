using Mlem.Docker.Engine.Diagnosis;

namespace Mlem.Docker.Registries;

/// <summary>Whether a registry can be reached from here and takes the login that a push would use.</summary>
internal static class RegistryLoginCheck
{
    public static Task<DockerCheck> RunAsync(
        DockerRegistry? registry, RegistryCredentials credentials, RegistryClientOptions options, CancellationToken cancellation) =>
        CheckRunner.RunAsync(
            "RegistryLogin",
            async () =>
            {
                if (registry?.GetHost() is not { Length: > 0 } host)
                    return CheckRunner.Skipped("RegistryLogin", Messages.NoRegistryWasNamed, Messages.NameOneWithRegistry);
                using var service = new RegistryOperations(credentials, options);
                var proved = await service.ProveLoginAsync(registry, cancellation).ConfigureAwait(false);
                return new DockerCheck(
                    "RegistryLogin",
                    DockerCheckState.Passed,
                    proved is not null ? Messages.FormatHostTakesTheLogin(host, proved, proved.Origin) : Messages.FormatAnswersAndLetsEveryoneInWithout(host));
            },
            cancellation);
}
