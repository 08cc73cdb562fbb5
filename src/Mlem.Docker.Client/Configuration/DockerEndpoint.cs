using Mlem.Docker.Configuration;

namespace Mlem.Docker.Engine;

/// <summary>
/// Where a Docker Engine listens, how that was chosen, and the TLS material to reach it with.
/// <see cref="DockerEndpointResolver"/> makes one by the rules of the docker CLI.
/// </summary>
public sealed record DockerEndpoint
{
    internal DockerEndpoint(EndpointScheme scheme, string address, string chosenBy)
    {
        Scheme = scheme;
        Address = address;
        ChosenBy = chosenBy;
    }

    /// <summary>The address in the form of <c>DOCKER_HOST</c>, such as <c>unix:///var/run/docker.sock</c>; no password in it.</summary>
    public string Address { get; }

    /// <summary>How the address was chosen, as a phrase: <c>from the variable DOCKER_HOST</c>.</summary>
    public string ChosenBy { get; }

    /// <summary>The TLS material; null where the connection is not TLS.</summary>
    public EndpointTls? Tls { get; init; }

    /// <summary>The address as a <see cref="System.Uri"/>.</summary>
    public Uri Uri => new(Address);

    internal EndpointScheme Scheme { get; }

    /// <summary>Gets the socket's or pipe's path; over ssh, the socket on the far machine or null for its default.</summary>
    internal string? SocketPath { get; init; }

    internal string Host { get; init; } = string.Empty;

    internal int Port { get; init; }

    internal string? User { get; init; }

    /// <summary>Gets the path before every request's, as a reverse proxy may need it: empty or <c>/prefix</c>.</summary>
    internal string BasePath { get; init; } = string.Empty;

    /// <summary>Gets what docker's settings say about this Engine.</summary>
    internal DockerSettings Settings { get; init; } = DockerSettings.None;

    /// <summary>Gets other sockets that an Engine listens on, where this one is the default and is not there.</summary>
    internal IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>The address and how it was chosen.</summary>
    public override string ToString() => $"{Address} ({ChosenBy})";
}

/// <summary>How the bytes reach the Engine.</summary>
internal enum EndpointScheme
{
    Unix,
    NamedPipe,
    Tcp,
    Ssh,
}
