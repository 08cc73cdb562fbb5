using System.Text.Json;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Requirements.Pip;

/// <summary>The golden files about pip, found from the repository's root.</summary>
internal static class PipGolden
{
    public static JsonElement Read(params string[] path)
    {
        using FileStream stream = File.OpenRead(Path.Combine([Root, "tests", "golden", .. path]));
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    public static string Root { get; } = RepositoryRoot.Path;

    public static string[] Strings(this JsonElement element) => element.EnumerateArray().Select(e => e.GetString()!).ToArray();
}
