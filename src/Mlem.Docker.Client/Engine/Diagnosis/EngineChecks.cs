using System.Globalization;
using System.Runtime.CompilerServices;

namespace Mlem.Docker.Engine.Diagnosis;

/// <summary>The checks that need the Engine alone, in the order in which one stands on the other.</summary>
/// <param name="daemonHost">The address given; null for the one that the docker CLI would use.</param>
/// <param name="environment">The variables to read; null for those of the process.</param>
/// <param name="timeouts">How long to wait for what.</param>
internal sealed class EngineChecks(
    string? daemonHost, IReadOnlyDictionary<string, string?>? environment, EngineTimeouts timeouts) : IAsyncDisposable
{
    private static readonly string[] OfAnEngine = ["Version", "ApiVersion", "Builder", "Storage"];

    /// <summary>Gets the Engine; null when it does not answer or cannot be used.</summary>
    public DockerEngine? Engine { get; private set; }

    /// <summary>Endpoint, version, API version, builder; the rest as skipped when the Engine cannot be used.</summary>
    public async IAsyncEnumerable<DockerCheck> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var endpoint = await CheckRunner.RunAsync("Endpoint", () => ConnectAsync(cancellation), cancellation).ConfigureAwait(false);
        if (endpoint.Name != "Endpoint")
        {
            // It answers, and speaks an API that cannot be used.
            yield return new DockerCheck("Endpoint", DockerCheckState.Passed, Messages.FormatDaemonHostAnswers(DockerEndpointResolver.Resolve(daemonHost, environment)));
            yield return CheckRunner.Skipped("Version", Messages.EnginesAPIIsTooOldTo);
            yield return endpoint;
            yield return CheckRunner.Skipped("Builder", Messages.EnginesAPIIsTooOldTo);
            yield return CheckRunner.Skipped("Storage", Messages.EnginesAPIIsTooOldTo);
            yield break;
        }

        yield return endpoint;
        if (Engine is null)
        {
            foreach (var name in OfAnEngine)
                yield return CheckRunner.Skipped(name, Messages.NoDockerEngineAnswers);
            yield break;
        }

        yield return await CheckRunner.RunAsync("Version", () => VersionAsync(cancellation), cancellation).ConfigureAwait(false);
        yield return ApiVersion();
        yield return Builder();
    }

    public ValueTask DisposeAsync() => Engine?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<DockerCheck> ConnectAsync(CancellationToken cancellation)
    {
        var endpoint = DockerEndpointResolver.Resolve(daemonHost, environment);
        try
        {
            Engine = await DockerEngine.ConnectAsync(endpoint, timeouts, cancellation).ConfigureAwait(false);
        }
        catch (EngineException old) when (old.ErrorId == "EngineApiTooOld")
        {
            return CheckRunner.Failed("ApiVersion", old);
        }

        if (endpoint.Tls?.SkipVerify == true)
        {
            return new DockerCheck(
                "Endpoint",
                DockerCheckState.Warning,
                Messages.FormatAnswersOverTLSButWhetherIts(endpoint),
                Messages.SetDOCKERTLSVERIFYOrTurn);
        }

        return await IsOutOfReachAsync(Engine, cancellation).ConfigureAwait(false)
            ? new DockerCheck(
                "Endpoint", DockerCheckState.Warning, Messages.FormatEnginePortsAreOutOfReach(endpoint), Messages.EnginePortsAreOutOfReachRemedy)
            : new DockerCheck("Endpoint", DockerCheckState.Passed, Messages.FormatEndpointAnswersDetail(endpoint, endpoint.Tls is null ? "" : " over TLS"));
    }

    // Podman's bridge is there only while a container uses it, so that without one nothing is known.
    private static async Task<bool> IsOutOfReachAsync(DockerEngine engine, CancellationToken cancellation)
    {
        try
        {
            EngineNetwork? network = await engine.FindNetworkAsync("bridge", cancellation).ConfigureAwait(false);
            return network is { Gateways.Count: > 0 } && (network.IsDockers || network.Addresses.Count > 0)
                && !ClientView.IsOwn(engine.Endpoint, network.Gateways);
        }
        catch (EngineException)
        {
            // It answers all the same, which is what is looked at here.
            return false;
        }
    }

    private async Task<DockerCheck> VersionAsync(CancellationToken cancellation)
    {
        var version = await Engine!.GetVersionAsync(cancellation).ConfigureAwait(false);
        var finding = Messages.FormatDockerEngineOn(version.Version, version.Os, version.Arch);
        return version.Os == "windows"
            ? new DockerCheck("Version", DockerCheckState.Failed, Messages.FormatItRunsWindowsContainersModelsNeed(finding), Messages.SwitchDockerDesktopToLinuxContainers)
            : new DockerCheck("Version", DockerCheckState.Passed, finding);
    }

    private DockerCheck ApiVersion() => Engine!.ApiVersion is { } version
        ? new DockerCheck("ApiVersion", DockerCheckState.Passed, Messages.FormatBothSidesSpeakAPI(version))
        : new DockerCheck(
            "ApiVersion",
            DockerCheckState.Warning,
            Messages.ApiVersion,
            Messages.ApiVersionRemedy);

    private DockerCheck Builder() => new(
        "Builder",
        DockerCheckState.Passed,
        Engine!.PreferredBuilder == ImageBuilderKind.BuildKit ? Messages.EnginePrefersBuildKit : Messages.EnginePrefersClassicBuilder);
}
