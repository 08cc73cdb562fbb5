using System.Text.Json;

namespace Mlem.Docker.Tests.Support;

/// <summary>What the real MLEM wrote, in tests/golden of the checkout.</summary>
internal static class Golden
{
    public static string Root { get; } = RepositoryRoot.Combine("tests", "golden");

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    public static JsonElement Json(params string[] parts) => JsonDocument.Parse(File.ReadAllText(Path(parts))).RootElement;
}
