using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Golden;

/// <summary>What differs from MLEM in every folder unless -AsMlem is given, from docker_dirs_on_purpose/everywhere.json.</summary>
internal static class EverywhereRules
{
    private static readonly string Folder = Path.Combine(BuiltModule.RepositoryRoot, "tests", "golden", "docker_dirs_on_purpose");

    /// <summary>Changes MLEM's files as the rules say; gives the numbers that were used.</summary>
    public static IReadOnlyList<string> Apply(Dictionary<string, byte[]> files)
    {
        string dockerfile = Text(files, "Dockerfile");
        string server = Regex.Match(Text(files, "server.yaml"), "^type: (.+)$", RegexOptions.Multiline).Groups[1].Value;
        var used = new List<string>();
        foreach (JsonElement rule in JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "everywhere.json"))).RootElement.EnumerateArray())
        {
            string? Value(string name) => rule.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
            if ((Value("if_command") is { } command && !dockerfile.Split('\n').Contains(command))
                || (Value("if_server") is { } wanted && wanted != server)
                || (Value("unless_server") is { } other && other == server)
                || !files.ContainsKey(Value("file")!))
            {
                continue;
            }

            string before = Text(files, Value("file")!);
            string replacement = Value("replace") ?? File.ReadAllText(Path.Combine(Folder, Value("with")!)).Replace("$", "$$", StringComparison.Ordinal);
            string after = Regex.Replace(before, Value("find")!, replacement, RegexOptions.Multiline);
            if (after != before)
                used.Add(Value("why")!.Split(' ')[0]);
            files[Value("file")!] = Encoding.UTF8.GetBytes(after);
        }

        return used;
    }

    private static string Text(Dictionary<string, byte[]> files, string name) =>
        files.TryGetValue(name, out byte[]? content) ? Encoding.UTF8.GetString(content) : string.Empty;
}
