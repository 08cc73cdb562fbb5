using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mlem.Docker.Configuration;

namespace Mlem.Docker.Engine;

/// <summary>The docker CLI's contexts on disk: <c>contexts/meta/{sha256 of the name}/meta.json</c> and <c>contexts/tls</c>.</summary>
internal sealed class DockerContextStore(string configFolder)
{
    // The context that stands for "no context": DOCKER_HOST or the platform's default.
    private const string DefaultContext = "default";

    public string? CurrentContext()
    {
        var path = Path.Combine(configFolder, DockerConfigFile.Name);
        try
        {
            return DockerConfigFile.Text(DockerConfigFile.Read(path), "currentContext");
        }
        catch (MlemException error)
        {
            throw new MlemException(error.ErrorId, error.Category, error.Message, path, Messages.RepairFileOrNameEnginesAddress, error);
        }
    }

    /// <summary>All contexts with their addresses, by name; one that cannot be read is none.</summary>
    public IReadOnlyList<(string Name, string Address)> List()
    {
        var folder = new DirectoryInfo(Path.Combine(configFolder, "contexts", "meta"));
        var contexts = new List<(string Name, string Address)>();
        foreach (var file in folder.Exists ? folder.EnumerateFiles("meta.json", SearchOption.AllDirectories) : [])
        {
            try
            {
                using var document = Read(file.FullName);
                if (Text(document.RootElement, "Name") is { Length: > 0 } name
                    && TryGet(document.RootElement, "Endpoints", out var endpoints)
                    && TryGet(endpoints, "docker", out var docker)
                    && Text(docker, "Host") is { Length: > 0 } host)
                {
                    contexts.Add((name, host));
                }
            }
            catch (MlemException)
            {
                // It is reported by who names it.
            }
        }

        return [.. contexts.OrderBy(context => context.Name, StringComparer.Ordinal)];
    }

    /// <summary>Finds a context's endpoint; null for the context <c>default</c>.</summary>
    public DockerEndpoint? Find(string name, string chosenBy)
    {
        if (name == DefaultContext)
            return null;
        var id = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))).ToLowerInvariant();
        var path = Path.Combine(configFolder, "contexts", "meta", id, "meta.json");
        if (!File.Exists(path))
        {
            throw new MlemException(
                "DockerContextNotFound",
                MlemErrorCategory.ObjectNotFound,
                Messages.FormatDockerContextNotFound(chosenBy, path),
                name,
                Messages.DockerContextNotFoundRemedy);
        }

        using var document = Read(path);
        if (!TryGet(document.RootElement, "Endpoints", out var endpoints)
            || !TryGet(endpoints, "docker", out var docker)
            || Text(docker, "Host") is not { Length: > 0 } host)
        {
            throw Invalid(path, Messages.ItNamesNoHostForDocker, null);
        }

        var skipVerify = TryGet(docker, "SkipTLSVerify", out var skip) && skip.ValueKind == JsonValueKind.True;
        return DockerEndpointParser.Parse(host, chosenBy, Tls(id, skipVerify));
    }

    private EndpointTls? Tls(string id, bool skipVerify)
    {
        var folder = Path.Combine(configFolder, "contexts", "tls", id, "docker");
        string? Existing(string name) => File.Exists(Path.Combine(folder, name)) ? Path.Combine(folder, name) : null;
        var (ca, cert, key) = (Existing("ca.pem"), Existing("cert.pem"), Existing("key.pem"));
        return ca is null && cert is null && key is null && !skipVerify ? null : new EndpointTls(ca, cert, key, skipVerify);
    }

    private static JsonDocument Read(string path)
    {
        try
        {
            return PeerJson.Parse(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Invalid(path, error.Message.TrimEnd('.'), error);
        }
    }

    private static bool TryGet(JsonElement parent, string name, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out value);
    }

    private static string? Text(JsonElement parent, string name) =>
        TryGet(parent, name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static MlemException Invalid(string path, string why, Exception? inner) => new(
        "DockerConfigInvalid",
        MlemErrorCategory.InvalidData,
        Messages.FormatCannotBeUsedToFindDocker(path, why),
        path,
        Messages.RepairFileOrNameEnginesAddress,
        inner);
}
