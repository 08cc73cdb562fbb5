using System.Text.Json;

namespace Mlem.Docker.Registries;

/// <summary>
/// docker's <c>config.json</c>: a helper of its own for the host (<c>credHelpers</c>), else the helper for all
/// (<c>credsStore</c>), and what <c>auths</c> has. Read for every look-up, so that a <c>docker login</c> counts at once.
/// </summary>
internal sealed class DockerConfigCredentialSource(string path, CredentialHelper helper) : ICredentialSource
{
    private const int LargestFile = 4 * 1024 * 1024;

    public string Description => Messages.FormatDockersConfigFileAndItsCredential(path);

    public static DockerConfigCredentialSource FromEnvironment(Func<string, string?> readVariable)
    {
        var folder = readVariable("DOCKER_CONFIG") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        return new DockerConfigCredentialSource(Path.Combine(folder, "config.json"), new CredentialHelper());
    }

    public async ValueTask<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken = default)
    {
        if (!File.Exists(path))
            return null;
        using var document = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var config = document.RootElement;
        if (config.ValueKind != JsonValueKind.Object)
            throw Unusable(Messages.ItsContentIsNoJSONObject);

        if (FindHelper(config, host) is { } name)
        {
            var found = await helper.GetAsync(name, RegistryHost.LoginAddress(host), cancellationToken).ConfigureAwait(false);
            if (found is not null)
                return found;
        }

        return FindEntry(config, "auths", host) is { ValueKind: JsonValueKind.Object } entry
            ? new DockerConfigEntry(entry).Read($"{path} (auths)", reason => Unusable(Messages.FormatItsEntryFor(host, reason)))
            : null;
    }

    // An empty name switches the helper off for the host.
    private static string? FindHelper(JsonElement config, string host)
    {
        if (FindEntry(config, "credHelpers", host) is { ValueKind: JsonValueKind.String } own)
            return own.GetString() is { Length: > 0 } name ? name : null;
        return config.TryGetProperty("credsStore", out var store) && store.ValueKind == JsonValueKind.String
            && store.GetString() is { Length: > 0 } all ? all : null;
    }

    private static JsonElement? FindEntry(JsonElement config, string section, string host)
    {
        if (!config.TryGetProperty(section, out var entries) || entries.ValueKind != JsonValueKind.Object)
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

    private async Task<JsonDocument> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var file = File.OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                if (file.Length > LargestFile)
                    throw Unusable(Messages.FormatItIsLargerThanBytes(LargestFile));
                return await JsonDocument.ParseAsync(file, default, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (JsonException failure)
        {
            // The parser's own message can quote a part of the file, so only the place is told.
            throw Unusable(Messages.FormatItIsNoJSONFromLine(failure.LineNumber + 1, failure.BytePositionInLine + 1));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MlemException(
                "DockerConfigUnreadable",
                MlemErrorCategory.ReadError,
                Messages.FormatDockerConfigUnreadable(path, failure.Message),
                path,
                Messages.DockerConfigUnreadableRemedy,
                failure);
        }
    }

    private MlemException Unusable(string reason) => new(
        "DockerConfigInvalid",
        MlemErrorCategory.InvalidData,
        Messages.FormatDockersConfigFileCannotBeUsed(path, reason),
        path,
        Messages.CorrectFileOrLogInAgain);
}
