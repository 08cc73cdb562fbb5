using System.Text.Json;

namespace Mlem.Docker;

/// <summary>Registries that this machine has to do with.</summary>
public static class KnownRegistries
{
    private const long LargestFile = 4 * 1024 * 1024;

    /// <summary>The hosts that docker's config file has a login, or a credential helper of their own, for. No login is read.</summary>
    /// <param name="readVariable">Reads an environment variable; null for the process's own.</param>
    /// <returns>The hosts in their order; none where the file is missing or cannot be used.</returns>
    public static IReadOnlyList<string> FromDockerConfig(Func<string, string?>? readVariable = null)
    {
        string folder = (readVariable ?? Environment.GetEnvironmentVariable)("DOCKER_CONFIG") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        var file = new FileInfo(Path.Combine(folder, "config.json"));
        if (!file.Exists || file.Length > LargestFile)
            return [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            return [.. Names(document.RootElement, "auths").Concat(Names(document.RootElement, "credHelpers"))
                .Select(Registries.RegistryHost.Normalise).Distinct().Order(StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException or MlemException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Names(JsonElement root, string section) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(section, out JsonElement entries)
        && entries.ValueKind == JsonValueKind.Object
            ? entries.EnumerateObject().Select(entry => entry.Name).Where(name => !string.IsNullOrWhiteSpace(name))
            : [];
}
