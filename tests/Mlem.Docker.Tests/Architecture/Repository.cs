using System.Xml.Linq;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Architecture;

/// <summary>The repository's sources as the tests of the architecture look at them.</summary>
internal static class Repository
{
    private static readonly string Root = RepositoryRoot.Path;

    /// <summary>The engine's folder.</summary>
    public static string Source { get; } = Path.Combine(Root, "src", "Mlem.Docker");

    /// <summary>The page with the picture.</summary>
    public static string Page => File.ReadAllText(Path.Combine(Root, "docs", "architecture.md"));

    /// <summary>The names of the projects.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Files().Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>Which project refers to which.</summary>
    public static IEnumerable<(string From, string To)> References() =>
        from file in Files()
        from reference in XDocument.Load(file).Descendants("ProjectReference")
        select (
            Path.GetFileNameWithoutExtension(file),
            Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    private static IEnumerable<string> Files() => new[] { "src", "build" }
        .Select(folder => Path.Combine(Root, folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories));
}
