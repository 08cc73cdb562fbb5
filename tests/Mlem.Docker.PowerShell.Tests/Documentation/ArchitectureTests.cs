using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Documentation;

/// <summary>The picture in docs/architecture.md, against the code.</summary>
public sealed partial class ArchitectureTests
{
    private const string Engine = "Mlem.Docker";

    private static readonly string Source = Path.Combine(BuiltModule.RepositoryRoot, "src");

    private static readonly string Picture = Page().Split("```mermaid")[1].Split("```")[0];

    [Fact]
    public void Its_arrows_between_projects_are_the_references_of_the_projects()
    {
        IEnumerable<(string, string)> references = Directory.EnumerateFiles(Source, "*.csproj", SearchOption.AllDirectories)
            .SelectMany(file => XDocument.Load(file).Descendants("ProjectReference")
                .Select(reference => (Name(file), Name(reference.Attribute("Include")!.Value))));

        Assert.Equal(references.Order(), Arrows().Where(arrow => arrow.From.Contains('.')).Order());
    }

    [Fact]
    public void Its_arrows_between_rooms_are_the_using_lines_of_the_rooms()
    {
        string[] rooms = [.. Rooms()];
        IEnumerable<(string, string)> uses = rooms.SelectMany(room => Directory
            .EnumerateFiles(Path.Combine(Source, Engine, room), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Using().Matches(File.ReadAllText(file)).Select(match => (room, match.Groups[1].Value)))
            .Where(pair => pair.room != pair.Value && rooms.Contains(pair.Value))
            .Distinct());

        Assert.Equal(uses.Order(), Arrows().Where(arrow => !arrow.From.Contains('.')).Order());
    }

    [Fact]
    public void Every_project_and_every_room_is_explained()
    {
        string page = Page();

        Assert.All(
            Directory.EnumerateFiles(Source, "*.csproj", SearchOption.AllDirectories).Select(Name).Concat(Rooms()),
            name => Assert.Contains($"\n| {name} |", page, StringComparison.Ordinal));
    }

    private static string Page() => File.ReadAllText(Path.Combine(BuiltModule.RepositoryRoot, "docs", "architecture.md"));

    private static IEnumerable<string> Rooms() => Directory.EnumerateDirectories(Path.Combine(Source, Engine))
        .Select(folder => Path.GetFileName(folder)!)
        .Where(name => name is not ("bin" or "obj"));

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project.Replace('\\', '/'));

    private static IEnumerable<(string From, string To)> Arrows()
    {
        Dictionary<string, string> labels = Label().Matches(Picture)
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value)).Distinct().ToDictionary();
        return Arrow().Matches(Picture).Select(match => (Of(match.Groups[1].Value), Of(match.Groups[2].Value)));

        string Of(string id) => labels.GetValueOrDefault(id, id);
    }

    [GeneratedRegex(@"(\w+)\[""([^""]+)""\]")]
    private static partial Regex Label();

    [GeneratedRegex(@"(\w+)(?:\[""[^""]+""\])? --> (\w+)")]
    private static partial Regex Arrow();

    [GeneratedRegex(@"(?m)^\s*using Mlem\.Docker\.(\w+)")]
    private static partial Regex Using();
}
