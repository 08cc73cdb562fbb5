using System.Text.Json;
using Mlem.Docker.Configuration;

namespace Mlem.Docker.Registries;

/// <summary>
/// Podman's logins (containers-auth.json): the file that <c>REGISTRY_AUTH_FILE</c> names, else
/// <c>$XDG_RUNTIME_DIR/containers/auth.json</c>, then <c>~/.config/containers/auth.json</c>. An entry for a part of a registry
/// (<c>quay.io/team</c>) is not one for the whole of it.
/// </summary>
internal sealed class PodmanCredentialSource(IReadOnlyDictionary<string, string?> variables, CredentialHelper helper) : ICredentialSource
{
    public string Description => Messages.FormatPodmansLogins(string.Join(", ", Files()));

    public async ValueTask<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken = default)
    {
        foreach (var path in Files())
        {
            MlemException Refuse(string reason) => DockerConfigFile.Invalid(path, reason);
            var logins = new ConfigLogins(WholeRegistries(DockerConfigFile.Read(path)), path, Refuse);
            if (await logins.FindAsync(host, helper, cancellationToken).ConfigureAwait(false) is { } found)
                return found;
        }

        return null;
    }

    private IEnumerable<string> Files()
    {
        if (variables.Value("REGISTRY_AUTH_FILE") is { } named)
            return [named];
        var settings = variables.Value("XDG_CONFIG_HOME") ?? Path.Combine(variables.Home(), ".config");
        string?[] folders = [variables.Value("XDG_RUNTIME_DIR"), settings];
        return folders.OfType<string>().Select(folder => Path.Combine(folder, "containers", "auth.json"));
    }

    private static JsonElement WholeRegistries(JsonElement settings)
    {
        if (settings.Setting("auths") is not { ValueKind: JsonValueKind.Object } entries)
            return settings;
        var kept = entries.EnumerateObject().Where(entry => IsWhole(entry.Name)).ToDictionary(entry => entry.Name, entry => entry.Value);
        var others = settings.EnumerateObject().Where(one => !one.Name.Equals("auths", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(one => one.Name, one => one.Value);
        others["auths"] = JsonSerializer.SerializeToElement(kept);
        return JsonSerializer.SerializeToElement(others);
    }

    private static bool IsWhole(string key)
    {
        var name = key.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? key[(scheme + 3)..] : key;
        var slash = name.IndexOf('/');
        return slash < 0 || name[slash..].Trim('/') is "" or "v1" or "v2";
    }
}
