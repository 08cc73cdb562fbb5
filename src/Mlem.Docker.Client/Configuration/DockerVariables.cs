using System.Collections;

namespace Mlem.Docker.Configuration;

/// <summary>The environment variables that docker's CLI reads, and the folder that they name.</summary>
internal static class DockerVariables
{
    /// <summary>The variables of this process.</summary>
    public static IReadOnlyDictionary<string, string?> OfProcess()
    {
        StringComparer names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var variables = new Dictionary<string, string?>(names);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            variables[(string)entry.Key] = (string?)entry.Value;
        return variables;
    }

    /// <summary>A variable's value; null where it is not set, or blank.</summary>
    public static string? Value(this IReadOnlyDictionary<string, string?> variables, string name) =>
        variables.TryGetValue(name, out string? value) && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>The user's own folder.</summary>
    public static string Home(this IReadOnlyDictionary<string, string?> variables) =>
        variables.Value(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME")
        ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>The folder of docker's settings: <c>DOCKER_CONFIG</c>, else <c>~/.docker</c>.</summary>
    public static string DockerFolder(this IReadOnlyDictionary<string, string?> variables) =>
        variables.Value("DOCKER_CONFIG") ?? Path.Combine(variables.Home(), ".docker");
}
