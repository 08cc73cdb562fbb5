using System.Runtime.ExceptionServices;
using System.Text.Json;
using Mlem.Docker.Configuration;

namespace Mlem.Docker.Registries;

/// <summary>The logins that settings in the form of docker's <c>config.json</c> tell of.</summary>
/// <param name="settings">The settings.</param>
/// <param name="place">Where they stand, for the credential's origin.</param>
/// <param name="refuse">Makes the error from a reason.</param>
internal sealed class ConfigLogins(JsonElement settings, string place, Func<string, MlemException> refuse)
{
    /// <summary>
    /// The login for a host: what its helper gives, else its entry. A helper that cannot be used is an error only where
    /// there is no entry either.
    /// </summary>
    public async ValueTask<RegistryCredential?> FindAsync(string host, CredentialHelper helper, CancellationToken cancellationToken)
    {
        MlemException? broken = null;
        if (Helper(host) is { } name)
        {
            try
            {
                var found = await helper.GetAsync(name, RegistryHost.LoginAddress(host), cancellationToken).ConfigureAwait(false);
                if (found is not null)
                    return found;
            }
            catch (MlemException failure)
            {
                broken = failure;
            }
        }

        var entry = Entry(host);
        if (entry is null && broken is not null)
            ExceptionDispatchInfo.Throw(broken);
        return entry;
    }

    /// <summary>What stands in <c>auths</c> for a host; null for nothing.</summary>
    public RegistryCredential? Entry(string host) =>
        Find("auths", host) is { ValueKind: JsonValueKind.Object } entry
            ? new DockerConfigEntry(entry).Read($"{place} (auths)", reason => refuse(Messages.FormatItsEntryFor(host, reason)))
            : null;

    // An empty name switches the helper off for the host.
    private string? Helper(string host) => Find("credHelpers", host) is { ValueKind: JsonValueKind.String } own
        ? own.GetString() is { Length: > 0 } name ? name : null
        : settings.Text("credsStore");

    private JsonElement? Find(string section, string host)
    {
        if (settings.Setting(section) is not { ValueKind: JsonValueKind.Object } entries)
            return null;
        var matching = entries.EnumerateObject()
            .Where(entry => !string.IsNullOrWhiteSpace(entry.Name) && RegistryHost.Normalise(entry.Name) == host)
            .ToList();
        if (matching.Count == 0)
            return null;

        // docker prefers the key that is the address itself over one that only means the same host.
        var address = RegistryHost.LoginAddress(host);
        return matching.FindIndex(entry => entry.Name == address) is var exact and >= 0
            ? matching[exact].Value
            : matching[0].Value;
    }
}
