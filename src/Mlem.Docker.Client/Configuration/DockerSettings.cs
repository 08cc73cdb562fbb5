using System.Text.Json;

namespace Mlem.Docker.Configuration;

/// <summary>What docker's <c>config.json</c> says about an Engine: headers for its requests, and proxies for what it builds and runs.</summary>
/// <param name="Headers">The headers (<c>HttpHeaders</c>); their values may be secret.</param>
/// <param name="Proxies">The proxies (<c>proxies</c>).</param>
/// <param name="Problem">Why the file could not be read, as a sentence; null where it could.</param>
internal sealed record DockerSettings(
    IReadOnlyList<KeyValuePair<string, string>> Headers, DockerProxies Proxies, string? Problem = null)
{
    // Those that say how a message is read are the connection's own; docker's CLI sets User-Agent itself as well.
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Content-Length", "Content-Type", "Transfer-Encoding", "Upgrade", "Expect", "TE", "Trailer", "User-Agent",
    };

    public static DockerSettings None { get; } = new([], DockerProxies.None);

    /// <summary>
    /// Reads the settings for an Engine. As with the docker CLI, a file that cannot be read stops nothing; what is wrong
    /// with it is told in <see cref="Problem"/>.
    /// </summary>
    /// <param name="folder">The folder of docker's settings.</param>
    /// <param name="isEngine">Whether an address is that of the Engine.</param>
    public static DockerSettings Read(string folder, Func<string, bool> isEngine)
    {
        string path = Path.Combine(folder, DockerConfigFile.Name);
        try
        {
            JsonElement settings = DockerConfigFile.Read(path);
            MlemException Refuse(string reason) => DockerConfigFile.Invalid(path, reason);
            return new DockerSettings(ReadHeaders(settings, Refuse), DockerProxies.Read(settings, isEngine, Refuse));
        }
        catch (MlemException failure)
        {
            return None with { Problem = failure.Message };
        }
    }

    private static List<KeyValuePair<string, string>> ReadHeaders(JsonElement settings, Func<string, MlemException> refuse)
    {
        List<KeyValuePair<string, string>> headers = [];
        if (settings.Setting("HttpHeaders") is not { } given)
            return headers;
        if (given.ValueKind != JsonValueKind.Object)
            throw refuse(Messages.FormatConfigSettingIsNotAnObject("HttpHeaders"));
        foreach (JsonProperty header in given.EnumerateObject())
        {
            if (header.Value.ValueKind != JsonValueKind.String)
                throw refuse(Messages.FormatConfigSettingIsNotAText($"HttpHeaders.{header.Name}"));
            string value = header.Value.GetString()!.Trim();
            if (header.Name.Length == 0 || !header.Name.All(IsNameCharacter) || value.Any(c => c is < ' ' or > '~' and not '\t'))
                throw refuse(Messages.FormatConfigHeaderCannotBeSent(header.Name));
            if (!Own.Contains(header.Name))
                headers.Add(new(header.Name, value));
        }

        return headers;
    }

    // RFC 9110, 5.6.2: what a field's name is made of.
    private static bool IsNameCharacter(char character) =>
        char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal);
}
