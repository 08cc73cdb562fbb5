using System.Text.Json;

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

    public static string Root { get; } = FindRoot();

    public static string[] Strings(this JsonElement element) => element.EnumerateArray().Select(e => e.GetString()!).ToArray();

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Mlem.Docker.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("Mlem.Docker.sln was not found above " + AppContext.BaseDirectory);
    }
}
