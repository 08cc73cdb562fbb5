using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Documentation;

/// <summary>Every text that a person reads stands in one resource file, and the file holds nothing else.</summary>
public sealed partial class ResourceFileTests
{
    private static readonly string Source = Path.Combine(BuiltModule.RepositoryRoot, "src");

    private static readonly XDocument File = XDocument.Load(Path.Combine(Source, "Mlem.Docker", "Messages.resx"));

    private static readonly Dictionary<string, string> Texts = File.Root!
        .Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    /// <summary>Where else a text may stand, and why.</summary>
    private static readonly (string File, string Receiver, string Text, string Why)[] Elsewhere =
    [
        ("^Mlem.Docker/Templates/(Values|Library|Syntax|Runtime)/", "", "", "The words of Python and Jinja, which a template answers with"),
        ("", "^(InvalidOperationException|NotSupportedException|ArgumentException)$", "", "A fault in our own code"),
        ("^Mlem.Docker/Metadata/Schema/Type(Catalogue|Expression).cs", "^FormatException$", "", "A fault in our own catalogue"),
        ("", "^(Says|Contains|StartsWith|EndsWith|Equals|IndexOf)$", "", "What an Engine, a registry or pip says"),
        ("^Mlem.Docker/Engine/RegistryTrouble.cs", "", "", "What an Engine says"),
        ("^Mlem.Docker/Registries/CredentialHelper.cs", "", "^credentials not found in native keychain$", "What a helper says"),
        ("^Mlem.Docker/Context/(DockerBuildArgs|DockerContextGenerator|DockerfileGenerator|MlemSource|OptimizedDockerfile).cs", "", "^(&& )?(RUN|COPY|apt-get|sh|mlem serve|pip install|python3)( |$)|&& pip ", "A line of a Dockerfile"),
        ("^Mlem.Docker/Building/Weights/", "^GetBytes$", "^FROM scratch", "A Dockerfile"),
        ("^Mlem.Docker/Deployment/(Services/ServiceHealth|Containers/HttpProbe).cs", "", "", "A script or a request"),
        ("^Mlem.Docker/Engine/Diagnosis/ContainerProbe.cs", "", "", "A script"),
        ("^Mlem.Docker/Requirements/ConstraintComment.cs", "", "", "A comment of a file that is written"),
        ("^Mlem.Docker/Building/PipFailureTool.cs", "", " and build-essential$|and the library's -dev package$|^cargo and rustc$", "Names of packages"),
        ("^Mlem.Docker/Metadata/DataTypeText.cs", "", " of …| to …", "A type's name, as MLEM's types are nested"),
        ("^Mlem.Docker/Serving/Client/Types/", "^Write|^WriteDimension$|^WriteOpen$", "", "A place in the input, told a million times in a row"),
        ("^Mlem.Docker/Deployment/Parameters/RunStructures.cs", "^End$", "", "Names of fields"),
        ("^Mlem.Docker/Requirements/PipMarkerParser.cs", "", "^not in$", "An operator"),
        ("^Mlem.Docker/Engine/Transport/HttpExchange.cs", "^Append$", "\r\n$", "The head of a request"),
    ];

    [Fact]
    public void No_text_that_a_person_reads_stands_in_the_sources()
    {
        SourceText[] all = [.. SourceText.In(Source).Where(text =>
            text.File.StartsWith("Mlem.Docker/", StringComparison.Ordinal) || text.File.StartsWith("Mlem.Docker.PowerShell/", StringComparison.Ordinal))];

        Assert.True(all.Length > 100, $"Only {all.Length} texts were found, so the search does not see them.");
        Assert.Equal([], all.Where(text => !Elsewhere.Any(place => Fits(place, text))).Select(text => text.ToString()));
        Assert.All(Elsewhere, place => Assert.True(all.Any(text => Fits(place, text)), $"Nothing is left of: {place.Why} ({place.File})"));
    }

    [Fact]
    public void Every_text_of_the_file_is_used()
    {
        HashSet<string> used = [.. Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Use().Matches(System.IO.File.ReadAllText(file)).Select(use => use.Groups[1].Value))];

        Assert.DoesNotContain(Texts.Keys, name => !used.Contains(name) && !used.Contains("Format" + name));
    }

    [Fact]
    public void A_text_is_only_used_with_all_that_it_wants_filled_in()
    {
        HashSet<string> plain = [.. Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Use().Matches(System.IO.File.ReadAllText(file)).Select(use => use.Groups[1].Value))];

        Assert.Empty(Texts.Where(text => Gap().IsMatch(text.Value) && plain.Contains(text.Key)).Select(text => text.Key));
        Assert.All(Texts.Where(text => plain.Contains("Format" + text.Key)), text =>
        {
            string[] gaps = [.. Gap().Matches(text.Value).Select(gap => gap.Groups[1].Value).Distinct()];
            Assert.NotEmpty(gaps);
            string format = gaps.Select((gap, at) => (gap, at)).Aggregate(text.Value, (format, gap) => format.Replace($"{{{gap.gap}}}", $"{{{gap.at}}}", StringComparison.Ordinal));
            Assert.DoesNotContain("{" + gaps[0] + "}", string.Format(CultureInfo.InvariantCulture, format, [.. gaps.Select(gap => (object)"x")]), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Each_room_has_one_section_which_is_in_order()
    {
        List<(string Room, List<string> Names)> sections = [];
        foreach (XNode node in File.Root!.Nodes())
        {
            if (node is XComment room)
                sections.Add((room.Value.Trim(), []));
            else if (node is XElement { Name.LocalName: "data" } data)
                sections[^1].Names.Add(data.Attribute("name")!.Value);
        }

        Assert.Equal(sections.Select(section => section.Room).Order(StringComparer.Ordinal).Distinct(), sections.Select(section => section.Room));
        Assert.All(sections, section => Assert.Equal(section.Names.Order(StringComparer.Ordinal), section.Names));
    }

    [Fact]
    public void A_remedy_is_a_whole_sentence() =>
        Assert.All(Texts.Where(text => text.Key.EndsWith("Remedy", StringComparison.Ordinal)), text =>
            Assert.True(text.Value[^1] is '.' or '}' && (char.IsUpper(text.Value[0]) || text.Value[0] == '{'), $"{text.Key}: {text.Value}"));

    private static bool Fits((string File, string Receiver, string Text, string Why) place, SourceText text) =>
        Regex.IsMatch(text.File, place.File) && Regex.IsMatch(text.Receiver, place.Receiver) && Regex.IsMatch(text.Text, place.Text);

    [GeneratedRegex(@"\bMessages\s*\.(\w+)")]
    private static partial Regex Use();

    [GeneratedRegex(@"(?<!\{)\{([a-z]\w*)\}")]
    private static partial Regex Gap();
}
