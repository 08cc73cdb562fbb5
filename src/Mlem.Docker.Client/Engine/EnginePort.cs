using System.Globalization;
using Docker.DotNet.Models;

namespace Mlem.Docker;

/// <summary>One port of a container, published or not.</summary>
/// <param name="ContainerPort">The port inside, 1 to 65535.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
/// <param name="HostAddress">The address of the Engine's machine on which it is published; null when it is not.</param>
/// <param name="HostPort">The port on the Engine's machine; null when it is not published.</param>
public sealed record EnginePort(int ContainerPort, string Protocol, string? HostAddress, int? HostPort)
{
    /// <summary>The port as the docker CLI writes it: <c>0.0.0.0:8080->80/tcp</c>, or <c>80/tcp</c>.</summary>
    public override string ToString() => HostPort is null
        ? FormattableString.Invariant($"{ContainerPort}/{Protocol}")
        : FormattableString.Invariant($"{(HostAddress?.Contains(':') == true ? $"[{HostAddress}]" : HostAddress)}:{HostPort}->{ContainerPort}/{Protocol}");

    internal static IReadOnlyList<EnginePort> From(IDictionary<string, IList<PortBinding>>? ports)
    {
        List<EnginePort> list = [];
        foreach (var (key, bindings) in ports ?? new Dictionary<string, IList<PortBinding>>())
        {
            var parts = key.Split('/', 2);
            var port = Number(parts[0]) ?? 0;
            var protocol = parts.Length > 1 ? parts[1] : "tcp";
            if (bindings is not { Count: > 0 })
                list.Add(new EnginePort(port, protocol, null, null));
            else
                list.AddRange(bindings.Select(binding => new EnginePort(port, protocol, binding.HostIP, Number(binding.HostPort))));
        }

        return [.. list.OrderBy(port => port.ContainerPort).ThenBy(port => port.Protocol, StringComparer.Ordinal)];
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
