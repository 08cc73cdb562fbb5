using System.Globalization;

namespace Mlem.Docker.Building;

/// <summary>What a probe asks inside a container, and by which of our scripts.</summary>
/// <param name="Address">Its first argument: where the server, or the server's broker, is.</param>
/// <param name="Script">The script that asks.</param>
/// <param name="Sign">How it is told that the server serves (<see cref="ImageVerification.Sign"/>).</param>
internal sealed record ProbeTarget(string Address, string Script, string Sign)
{
    public const string Broker = "broker.py";

    private const string OfHttp = "probe.py";
    private const string OfQueues = "consumer_probe.py";

    /// <summary>What goes into the container before it starts.</summary>
    public IReadOnlyList<string> Scripts => Script == OfQueues ? [Script, Broker] : [Script];

    /// <summary>How a server is asked; null for one that nothing can ask.</summary>
    public static ProbeTarget? For(Server server) =>
        server.InterfacePort is { } port ? new ProbeTarget(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), OfHttp, "http")
        : TrialBroker.For(server) is { } broker ? new ProbeTarget(string.Create(CultureInfo.InvariantCulture, $"{broker.Port}/{broker.Prefix}"), OfQueues, "amqp")
        : null;

    /// <summary>Where a script lies in a container.</summary>
    public static string FileOf(string folder, string script) => $"{folder}/.mlem-docker-{script}";
}
