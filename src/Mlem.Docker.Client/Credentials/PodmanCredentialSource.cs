using System.Text.Json;
using Mlem.Docker.Configuration;

namespace Mlem.Docker.Registries;

/// <summary>
/// Podman's logins (containers-auth.json): the file that <c>REGISTRY_AUTH_FILE</c> names, else
/// <c>$XDG_RUNTIME_DIR/containers/auth.json</c>, then <c>~/.config/containers/auth.json</c>. An entry may
/// be one for a part of a registry (<c>quay.io/team</c>): of those that an image lies in, the closest counts.
/// </summary>
internal sealed class PodmanCredentialSource(IReadOnlyDictionary<string, string?> variables, CredentialHelper helper) : ICredentialSource
{
    public string Description => Messages.FormatPodmansLogins(string.Join(", ", Files()));

    public ValueTask<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken = default) =>
        FindAsync(host, null, cancellationToken);

    /// <summary>The login for an image's repository, or for the registry itself.</summary>
    /// <param name="host">The registry.</param>
    /// <param name="repository">The path in it; null for the registry itself.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async ValueTask<RegistryCredential?> FindAsync(string host, string? repository, CancellationToken cancellationToken)
    {
        foreach (var path in Files())
        {
            MlemException Refuse(string reason) => DockerConfigFile.Invalid(path, reason);
            JsonElement settings = DockerConfigFile.Read(path);
            var logins = new ConfigLogins(WholeRegistries(settings), path, Refuse);
            if (Part(settings, host, repository) is { } part
                && new DockerConfigEntry(part.Entry).Read($"{path} (auths)", reason => Refuse(Messages.FormatItsEntryFor(part.Name, reason))) is { } own)
            {
                return own;
            }

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

    // quay.io/team/models for the image quay.io/team/models/iris, else quay.io/team.
    private static (string Name, JsonElement Entry)? Part(JsonElement settings, string host, string? repository)
    {
        if (repository is null || settings.Setting("auths") is not { ValueKind: JsonValueKind.Object } entries)
            return null;
        for (var name = $"{host}/{repository}"; name.LastIndexOf('/') is var slash and > 0; name = name[..slash])
        {
            if (entries.EnumerateObject().FirstOrDefault(one => one.Name == name) is { Value.ValueKind: JsonValueKind.Object } entry)
                return (name, entry.Value);
        }

        return null;
    }

    private static JsonElement WholeRegistries(JsonElement settings)
    {
        if (settings.Setting("auths") is not { ValueKind: JsonValueKind.Object } entries)
            return settings;
        Dictionary<string, JsonElement> kept = Members(entries, IsWhole);
        Dictionary<string, JsonElement> others = Members(settings, name => !name.Equals("auths", StringComparison.OrdinalIgnoreCase));
        others["auths"] = JsonSerializer.SerializeToElement(kept);
        return JsonSerializer.SerializeToElement(others);
    }

    // Of a name that is there twice the last counts, as docker reads it.
    private static Dictionary<string, JsonElement> Members(JsonElement parent, Func<string, bool> wanted)
    {
        var members = new Dictionary<string, JsonElement>();
        foreach (JsonProperty one in parent.EnumerateObject().Where(one => wanted(one.Name)))
            members[one.Name] = one.Value;
        return members;
    }

    private static bool IsWhole(string key)
    {
        var name = key.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? key[(scheme + 3)..] : key;
        var slash = name.IndexOf('/');
        return slash < 0 || name[slash..].Trim('/') is "" or "v1" or "v2";
    }
}
