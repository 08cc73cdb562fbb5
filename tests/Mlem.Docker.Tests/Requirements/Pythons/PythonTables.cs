using System.Text.Json;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Requirements.Pythons;

/// <summary>The two tables as the repository holds them, read without the module's own readers.</summary>
internal static class PythonTables
{
    private static readonly string Folder = Path.Combine(
        Directory.GetParent(Golden.Root)!.Parent!.FullName, "src", "Mlem.Docker", "Requirements", "Pythons");

    private static readonly JsonElement Wheels = Read("wheels.json");
    private static readonly JsonElement Images = Read("images.json");

    public static string[] Stack { get; } = [.. Wheels.GetProperty("stack").EnumerateArray().Select(p => p.GetString()!)];

    /// <summary>Package, version, day, Pythons on x86_64, Pythons on aarch64.</summary>
    public static (string Package, string Version, string Day, int[] X64, int[] Arm64)[] Releases { get; } =
    [
        .. Wheels.GetProperty("packages").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(
            v => (p.Name, v.Name, v.Value[0].GetString()!, Minors(v.Value[1].GetString()!), Minors(v.Value[2].GetString()!)))),
    ];

    /// <summary>The newest patch version of each minor one whose image stands on Debian 12 or newer.</summary>
    public static Dictionary<int, string> NewestLiving { get; } = Images.EnumerateObject()
        .Where(i => !new[] { "stretch", "buster", "bullseye" }.Any(i.Value.GetProperty("slim").GetString()!.Contains))
        .Select(i => i.Name.Split('.').Select(int.Parse).ToArray())
        .GroupBy(v => v[1])
        .ToDictionary(g => g.Key, g => $"3.{g.Key}.{g.Max(v => v[2])}");

    private static int[] Minors(string text) =>
    [
        .. text.Replace("3.", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(r => r.Split('-').Select(int.Parse).ToArray())
            .SelectMany(r => Enumerable.Range(r[0], r[^1] - r[0] + 1)),
    ];

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file))).RootElement;
}
