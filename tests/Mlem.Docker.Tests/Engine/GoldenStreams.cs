namespace Mlem.Docker.Tests.Engine;

/// <summary>Streams recorded from Docker Engine 20.10.24: the bodies of its answers, byte for byte.</summary>
internal static class GoldenStreams
{
    public const string ClassicId = "sha256:3433563d8d7b72c24067f124ffb99113f36b5c44f882b343e547d5d1b72d3394";
    public const string BuildKitId = "sha256:117c79daff88a0a3679c7ccea080fcc347299719d2734ee481df399855c81d99";
    public const string PushedDigest = "sha256:c98bf630e4d847a1803c3c869aa296fe557622225bfb6830c5901cd69c2b7493";

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Root(), "tests", "golden", "engine", name + ".stream"));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Mlem.Docker.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
