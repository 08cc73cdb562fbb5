using System.Net;
using Docker.DotNet.Models;
using Mlem.Docker.Engine;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Building;

/// <summary>
/// The broker of a server of type <c>rmq</c> that is tried: one inside its own container, which has the declared host's name there
/// and the declared port, so that no request of a trial comes to a broker that others use, and none needs to be at hand. It speaks
/// AMQP with the pika of the image (<c>broker.py</c>).
/// </summary>
/// <param name="Host">The name by which the server calls it.</param>
/// <param name="Port">Its port.</param>
/// <param name="Prefix">What the names of its queues begin with.</param>
internal sealed record TrialBroker(string Host, int Port, string Prefix)
{
    // It listens when its first process has ended; where it cannot run, the server itself tells what is missing.
    private const string Shell = "\"$(command -v python3 || command -v python)\" \"$0\" \"$1\"; shift; exec \"$@\"";

    /// <summary>The broker of a server; null for one that asks none, or asks one at an address, for which nothing can stand in.</summary>
    public static TrialBroker? For(Server server) =>
        server is { Type: "rmq" } && server["host"] is YamlString { Value: var host } && server["port"] is YamlInteger port
        && (!IPAddress.TryParse(host, out IPAddress? address) || IPAddress.IsLoopback(address))
        && port.Value > 0 && port.Value <= ushort.MaxValue
            ? new TrialBroker(host, (int)port.Value, (server["queue_prefix"] as YamlString)?.Value ?? string.Empty)
            : null;

    /// <summary>Has the container start it, and then what the image starts.</summary>
    public void AddTo(CreateContainerParameters parameters, EngineImage image, string folder)
    {
        parameters.Entrypoint =
        [
            "sh", "-c", Shell, ProbeTarget.FileOf(folder, ProbeTarget.Broker), Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            .. image.Entrypoint, .. image.Command,
        ];
        if (!IPAddress.TryParse(Host, out _))
            (parameters.HostConfig ??= new HostConfig()).ExtraHosts = [$"{Host}:127.0.0.1"];
    }
}
