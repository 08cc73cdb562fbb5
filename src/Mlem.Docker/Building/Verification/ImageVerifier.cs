using System.Diagnostics;
using System.Text.Json;
using Docker.DotNet.Models;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>
/// Tries an image: starts a container from it without published ports, waits until it serves, makes the calls that were
/// asked for, and removes it again, whatever happens.
/// </summary>
internal sealed class ImageVerifier(DockerEngine engine, IOperationObserver observer)
{
    // A server that nothing can ask shows nothing but that it stays up; what dies at its start does so within this time.
    private static readonly TimeSpan StaysUp = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Cleanup = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan HealthInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Tries the image.</summary>
    /// <param name="image">The image's id.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="server">The server in it.</param>
    /// <param name="options">How long it has, and which calls are made.</param>
    /// <param name="cancellationToken">Stops it; the container is removed all the same.</param>
    /// <exception cref="ImageVerificationException">It died, was not ready in time, or a call did not answer 200.</exception>
    public async Task<ImageVerification> VerifyAsync(
        EngineImage image, string name, Server server, ImageVerifyOptions options, CancellationToken cancellationToken)
    {
        string activity = $"Verifying {name}";
        observer.Progress(new OperationProgress(activity, Messages.StartingAContainer));
        string container = $"mlem-verify-{Guid.NewGuid():N}"[..24];
        try
        {
            // Ctrl+C does not end it halfway: a container that the Engine makes all the same would stay.
            await engine.Containers.CreateContainerAsync(Parameters(container, image, name, server, options.Hardened), CancellationToken.None).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var trial = new VerificationTrial(engine, container, image, name, server, options);
            observer.Progress(new OperationProgress(activity, Messages.WaitingUntilItServes));
            return await trial.RunAsync(StaysUp, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            using var limit = new CancellationTokenSource(Cleanup);
            await engine.Containers.RemoveContainerAsync(container, force: true, volumes: true, limit.Token).ConfigureAwait(false);
            observer.Progress(new OperationProgress(activity, "Done", 100, Completed: true));
        }
    }

    private static CreateContainerParameters Parameters(string container, EngineImage image, string name, Server server, bool hardened)
    {
        var parameters = new CreateContainerParameters
        {
            Image = image.Id,
            Name = container,
            Labels = new Dictionary<string, string> { ["mlem.verify"] = name },
            HostConfig = new HostConfig { RestartPolicy = new RestartPolicy { Name = RestartPolicyKind.No } },
            Healthcheck = Hurry(image.Healthcheck),
        };
        if (hardened)
        {
            parameters.HostConfig.ReadonlyRootfs = true;
            parameters.HostConfig.Tmpfs = new Dictionary<string, string> { ["/tmp"] = string.Empty };
            parameters.HostConfig.CapDrop = ["ALL"];
            // The script that asks must lie somewhere; it goes with the container.
            parameters.Volumes = new Dictionary<string, EmptyStruct> { [ContainerProbe.Folder] = default };
        }

        if (TrialBroker.For(server) is { } broker && (image.Entrypoint.Count > 0 || image.Command.Count > 0))
            broker.AddTo(parameters, image, hardened ? ContainerProbe.Folder : string.Empty);
        return parameters;
    }

    // The Engine runs the first check only after a whole interval. Here it runs each second, and may fail as long as it
    // may in the image's own rhythm. What is not named is the image's.
    private static HealthcheckConfig? Hurry(ImageHealthcheck? check) => check is null || check.Interval <= HealthInterval
        ? null
        : new HealthcheckConfig { Interval = HealthInterval, StartPeriod = check.Allowance };
}
