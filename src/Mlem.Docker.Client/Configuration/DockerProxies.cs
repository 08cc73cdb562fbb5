using System.Text;
using System.Text.Json;

namespace Mlem.Docker.Configuration;

/// <summary>
/// The proxies that docker's <c>config.json</c> names for what an Engine builds and runs (<c>proxies</c>): those of the
/// Engine's address, else those of <c>default</c>. Each is a variable in both spellings, as the docker CLI sends them.
/// </summary>
internal sealed class DockerProxies
{
    private static readonly (string Setting, string Variable)[] Known =
    [
        ("httpProxy", "HTTP_PROXY"),
        ("httpsProxy", "HTTPS_PROXY"),
        ("noProxy", "NO_PROXY"),
        ("ftpProxy", "FTP_PROXY"),
        ("allProxy", "ALL_PROXY"),
    ];

    private DockerProxies(IReadOnlyList<KeyValuePair<string, string>> variables) => Variables = variables;

    public static DockerProxies None { get; } = new([]);

    /// <summary>Gets the variables, <c>HTTP_PROXY</c> and <c>http_proxy</c> and so on; the values may hold a password.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; }

    /// <summary>Reads the proxies.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="isEngine">Whether an address is that of the Engine.</param>
    /// <param name="refuse">Makes the error from a reason.</param>
    public static DockerProxies Read(JsonElement settings, Func<string, bool> isEngine, Func<string, MlemException> refuse)
    {
        if (settings.Setting("proxies") is not { } all)
            return None;
        if (all.ValueKind != JsonValueKind.Object)
            throw refuse(Messages.FormatConfigSettingIsNotAnObject("proxies"));
        JsonProperty chosen = all.EnumerateObject().Where(one => one.Name != "default" && isEngine(one.Name))
            .Concat(all.EnumerateObject().Where(one => one.Name == "default")).FirstOrDefault();
        if (chosen.Value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return None;
        if (chosen.Value.ValueKind != JsonValueKind.Object)
            throw refuse(Messages.FormatConfigSettingIsNotAnObject($"proxies.{chosen.Name}"));

        List<KeyValuePair<string, string>> variables = [];
        foreach ((string setting, string variable) in Known)
        {
            if (chosen.Value.Setting(setting) is not { } value)
                continue;
            if (value.ValueKind != JsonValueKind.String)
                throw refuse(Messages.FormatConfigSettingIsNotAText($"proxies.{chosen.Name}.{setting}"));
            if (value.GetString() is not { Length: > 0 } proxy)
                continue;
            variables.Add(new(variable, proxy));
            variables.Add(new(variable.ToLowerInvariant(), proxy));
        }

        return new DockerProxies(variables);
    }

    /// <summary>Build arguments with the proxies; one that is given already, with or without a value, stays as it is.</summary>
    public Dictionary<string, string?> Under(IReadOnlyDictionary<string, string?> given)
    {
        var all = new Dictionary<string, string?>(given);
        foreach ((string name, string value) in Variables)
            all.TryAdd(name, value);
        return all;
    }

    /// <summary>A container's environment with the proxies; a variable that is given already, or taken away, stays so.</summary>
    /// <param name="given">The environment: <c>NAME=value</c>, or <c>NAME</c> for one that the image's own loses.</param>
    /// <param name="others">Variables that are given elsewhere.</param>
    public IList<string> Under(IList<string>? given, IReadOnlyCollection<string> others)
    {
        HashSet<string> names = [.. (given ?? []).Select(one => one.Split('=', 2)[0]), .. others];
        return [.. given ?? [], .. Variables.Where(one => !names.Contains(one.Key)).Select(one => $"{one.Key}={one.Value}")];
    }

    /// <summary>What must not be shown of the proxies: user and password, as they stand and as a request carries them.</summary>
    public IEnumerable<string> Secrets() => Variables.Select(one => UserInfo(one.Value)).OfType<string>().Distinct()
        .SelectMany(user => new[] { user + "@", Uri.UnescapeDataString(user) + "@", Password(user), Basic(user) })
        .Where(secret => secret.Length > 0);

    private static string? UserInfo(string proxy)
    {
        int start = proxy.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        int end = proxy.IndexOf('/', start) is var path and >= 0 ? path : proxy.Length;
        int at = proxy.LastIndexOf('@', end - 1, end - start);
        return at > start ? proxy[start..at] : null;
    }

    // A short one would blot out text that has nothing to do with it; beside its user it is hidden all the same.
    private static string Password(string user)
    {
        string password = Uri.UnescapeDataString(user[(user.IndexOf(':') + 1)..]);
        return user.Contains(':') && password.Length >= 6 ? password : string.Empty;
    }

    private static string Basic(string user) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user)));
}
