using Mlem.Docker.Registries;

namespace Mlem.Docker;

/// <summary>How a registry is spoken to.</summary>
public sealed record RegistryClientOptions
{
    /// <summary>
    /// Allows plain http, and certificates that cannot be verified, for a host that is not this machine
    /// (docker's <c>insecure-registries</c>).
    /// </summary>
    public bool Insecure { get; init; }

    /// <summary>The longest time for one request and its answer.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is sent again after 429, 502 or 503.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>The first pause before sending again; each next one is twice as long. A <c>Retry-After</c> of the registry goes first.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A registry that asks for a longer pause than this is not waited for.</summary>
    public TimeSpan LongestRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Folders with a sub folder for a registry's <c>host:port</c> that holds its private authority (<c>*.crt</c>) and
    /// client certificates (<c>*.cert</c> and <c>*.key</c>), as docker's <c>certs.d</c>.
    /// </summary>
    public IReadOnlyList<string> CertificateFolders { get; init; } = RegistryCertificates.DefaultFolders();

    /// <summary>Who is told about requests and pauses.</summary>
    public IOperationObserver Observer { get; init; } = NullOperationObserver.Instance;

    // The variables that name proxies; null for those of the process.
    internal IReadOnlyDictionary<string, string?>? Variables { get; init; }

    // Tests lead the names of remote registries to servers of their own on loopback.
    internal Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? Connect { get; init; }
}
