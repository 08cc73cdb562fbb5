using System.Collections.Concurrent;
using Mlem.Docker.Registries;

namespace Mlem.Docker;

/// <summary>
/// The logins of one PowerShell session (<c>Connect-MlemDockerRegistry</c>). Held in memory only, by an object that
/// the session owns; it ends with the session.
/// </summary>
public sealed class RegistryCredentialStore : ICredentialSource
{
    private readonly ConcurrentDictionary<string, RegistryCredential> _credentials = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Description => Messages.LoginsOfThisSessionConnectMlemDockerRegistry;

    /// <summary>The hosts that have a login.</summary>
    public IReadOnlyCollection<string> Hosts => [.. _credentials.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Keeps a login, in place of an earlier one for the same host.</summary>
    /// <param name="host">The registry: <c>host</c>, <c>host:port</c> or an address such as <c>https://index.docker.io/v1/</c>.</param>
    /// <param name="credential">The login.</param>
    public void Set(string host, RegistryCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        _credentials[RegistryHost.Normalise(host)] = credential with { Origin = Messages.LoginOfThisSession };
    }

    /// <summary>Forgets a login; false if there was none.</summary>
    public bool Remove(string host) => _credentials.TryRemove(RegistryHost.Normalise(host), out _);

    /// <inheritdoc/>
    public ValueTask<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_credentials.GetValueOrDefault(RegistryHost.Normalise(host)));
}
