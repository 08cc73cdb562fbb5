using System.Text.Json;

namespace Mlem.Docker.Tests.Support;

/// <summary>What the real MLEM wrote, in tests/golden of the checkout.</summary>
internal static class Golden
{
    public static string Root { get; } = System.IO.Path.Combine(FindRepository(), "tests", "golden");

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    public static JsonElement Json(params string[] parts) => JsonDocument.Parse(File.ReadAllText(Path(parts))).RootElement;

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Mlem.Docker.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The repository's root was not found.");
    }
}
