using System.Text.Json;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Engine;

/// <summary>Streams recorded from real Engines (<c>tests/golden/engine</c>): the bodies of their answers, byte for byte.</summary>
internal static class GoldenStreams
{
    public const string ClassicId = "sha256:3433563d8d7b72c24067f124ffb99113f36b5c44f882b343e547d5d1b72d3394";
    public const string BuildKitId = "sha256:117c79daff88a0a3679c7ccea080fcc347299719d2734ee481df399855c81d99";
    public const string PushedDigest = "sha256:c98bf630e4d847a1803c3c869aa296fe557622225bfb6830c5901cd69c2b7493";

    /// <summary>Gets the names of the recordings of work that succeeded.</summary>
    public static IEnumerable<string> Succeeded => Directory.EnumerateFiles(Folder(), "*.stream")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Where(name => name.EndsWith("_ok", StringComparison.Ordinal) || name.EndsWith("_again", StringComparison.Ordinal) || name.EndsWith("_cached", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    public static byte[] Read(string name) => System.IO.File.ReadAllBytes(File(name + ".stream"));

    public static string File(string name) => Path.Combine(Folder(), name);

    /// <summary>What was done: <c>classic</c>, <c>buildkit</c>, <c>push</c> or <c>pull</c>.</summary>
    public static string Work(string name) => name.Split('_')[^2];

    /// <summary>The id or the digest that the Engine, or the registry, had afterwards.</summary>
    public static string Result(string name)
    {
        using var facts = JsonDocument.Parse(System.IO.File.ReadAllText(File("facts.json")));
        return facts.RootElement.GetProperty(Engine(name)).GetProperty(Work(name)).GetString()!;
    }

    /// <summary>The header by which the recorded Engine names itself.</summary>
    public static string Server(string name) => Engine(name) switch
    {
        "20" => "Docker/20.10.24 (linux)",
        "podman" => "Libpod/5.4.2 (linux)",
        "podman4" => "Libpod/4.3.1 (linux)",
        _ => "Docker/28.5.2 (linux)",
    };

    private static string Engine(string name) => name.Split('_') is [var engine, _, _] ? engine : "20";

    private static string Folder() => RepositoryRoot.Combine("tests", "golden", "engine");
}
