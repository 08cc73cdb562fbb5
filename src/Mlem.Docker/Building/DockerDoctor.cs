using System.Runtime.CompilerServices;
using Mlem.Docker.Engine;
using Mlem.Docker.Engine.Diagnosis;
using Mlem.Docker.Registries;

namespace Mlem.Docker;

/// <summary>What <see cref="DockerDoctor"/> is to look at.</summary>
public sealed record DockerDoctorOptions
{
    /// <summary>The Engine's address in the form of <c>DOCKER_HOST</c>; null for the one that the docker CLI would use.</summary>
    public string? DaemonHost { get; init; }

    /// <summary>The registry that images are to be pushed to; null for none.</summary>
    public DockerRegistry? Registry { get; init; }

    /// <summary>The base image that builds will use, which also lends the container for DNS; null to look for one that is there.</summary>
    public string? Image { get; init; }

    /// <summary>The host name that a container must be able to look up: by default that of Python's package index.</summary>
    public string DnsName { get; init; } = "pypi.org";

    /// <summary>Where credentials for the registry are looked for.</summary>
    public RegistryCredentials Credentials { get; init; } = RegistryCredentials.Default();

    /// <summary>How the registry is spoken to.</summary>
    public RegistryClientOptions RegistryOptions { get; init; } = new();

    /// <summary>How long to wait for the Engine: less than work may take, since several checks wait in turn.</summary>
    public EngineTimeouts Timeouts { get; init; } = new() { Response = TimeSpan.FromSeconds(20) };

    /// <summary>The variables to read; null for those of the process.</summary>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }
}

/// <summary>
/// Looks at everything that building, running and pushing images stands on. A check that fails is a row, never an
/// exception; the checks are always the same eight, in the same order.
/// </summary>
public static class DockerDoctor
{
    /// <summary>Runs the checks.</summary>
    /// <param name="options">What to look at.</param>
    /// <param name="cancellationToken">Stops the diagnosis; its container is removed even then.</param>
    /// <returns>
    /// A row each, as it comes: Endpoint, Version, ApiVersion, Builder, Storage, RegistryLogin, Dns, BaseImage.
    /// </returns>
    public static async IAsyncEnumerable<DockerCheck> ExamineAsync(
        DockerDoctorOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var checks = new EngineChecks(options.DaemonHost, options.Environment, options.Timeouts);
        await using var _ = checks.ConfigureAwait(false);
        await foreach (var check in checks.RunAsync(cancellationToken).ConfigureAwait(false))
            yield return check;

        Task<DockerCheck> LoginAsync() => RegistryLoginCheck.RunAsync(
            options.Registry, options.Credentials, options.RegistryOptions, cancellationToken);
        if (checks.Engine is { } engine)
        {
            var containers = new ContainerChecks(engine, options.Image, options.DnsName);
            await foreach (var check in containers.RunAsync(LoginAsync, cancellationToken).ConfigureAwait(false))
                yield return check;
            yield break;
        }

        // A registry can be asked without an Engine.
        yield return await LoginAsync().ConfigureAwait(false);
        yield return CheckRunner.Skipped("Dns", Messages.ThereIsNoDockerEngineTo);
        yield return CheckRunner.Skipped("BaseImage", Messages.ThereIsNoDockerEngineToLook);
    }
}
