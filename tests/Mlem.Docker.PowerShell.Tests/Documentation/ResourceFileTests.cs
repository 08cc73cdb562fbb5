using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Documentation;

/// <summary>Every text that a person reads stands in the resource file of its project, and the file holds nothing else.</summary>
public sealed partial class ResourceFileTests
{
    private static readonly string Source = Path.Combine(BuiltModule.RepositoryRoot, "src");

    /// <summary>The projects that have texts, and those whose code uses them.</summary>
    public static TheoryData<string, string[]> Projects => new()
    {
        { "Mlem.Docker.Python", ["Mlem.Docker.Python"] },
        { "Mlem.Docker.Client", ["Mlem.Docker.Client", "Mlem.Docker", "Mlem.Docker.PowerShell"] },
    };

    /// <summary>Where else a text may stand, and why.</summary>
    private static readonly (string File, string Receiver, string Text, string Why)[] Elsewhere =
    [
        ("^Mlem.Docker.Python/(Values|Jinja/(Objects|Library|Syntax|Runtime))/", "", "", "The words of Python and Jinja, which a template answers with"),
        ("^Mlem.Docker.Python/Yaml/YamlFault.cs", "", "", "What YamlDotNet says"),
        ("", "^(InvalidOperationException|NotSupportedException|ArgumentException)$", "", "A fault in our own code"),
        ("^Mlem.Docker/Metadata/Schema/Type(Catalogue|Expression).cs", "^FormatException$", "", "A fault in our own catalogue"),
        ("", "^(Says|Contains|StartsWith|EndsWith|Equals|IndexOf)$", "", "What an Engine, a registry or pip says"),
        ("^Mlem.Docker.Client/Credentials/CredentialHelper.cs", "", "^credentials not found in native keychain$", "What a helper says"),
        ("^Mlem.Docker/Context/(DockerBuildArgs|DockerContextGenerator|DockerfileGenerator|MlemSource|OptimizedDockerfile|StartCommand).cs", "", "^(&& )?(RUN|COPY|CMD|exec|apt-get|sh|mlem serve|pip install|python3)( |$)|&& pip ", "A line of a Dockerfile"),
        ("^Mlem.Docker/Building/Weights/", "^GetBytes$", "^FROM scratch", "A Dockerfile"),
        ("^Mlem.Docker/Deployment/(Services/ServiceHealth|Containers/HttpProbe).cs", "", "", "A script or a request"),
        ("^Mlem.Docker.Client/Engine/Buildx/", "", "^docker buildx$|^-Builder Buildx$|^failed to (build|solve): $|^ERROR: $", "Names, and what the program says"),
        ("^Mlem.Docker.Client/Engine/Diagnosis/DiagnosisContainer.cs|^Mlem.Docker/Building/Verification/TrialBroker.cs", "", "", "A script"),
        ("^Mlem.Docker/Requirements/ConstraintComment.cs", "", "", "A comment of a file that is written"),
        ("^Mlem.Docker/Building/PipFailureTool.cs", "", " and build-essential$|and the library's -dev package$|^cargo and rustc$", "Names of packages"),
        ("^Mlem.Docker/Metadata/DataTypeText.cs", "", " of …| to …", "A type's name, as MLEM's types are nested"),
        ("^Mlem.Docker/Serving/Interface/Types/", "^Write|^WriteDimension$|^WriteOpen$", "", "A place in the input, told a million times in a row"),
        ("^Mlem.Docker/Deployment/Parameters/RunStructures.cs", "^End$", "", "Names of fields"),
        ("^Mlem.Docker/Exporting/ExportRules.cs", "", "", "Names of fields"),
        ("^Mlem.Docker/Requirements/PipMarkerParser.cs", "", "^not in$", "An operator"),
        ("^Mlem.Docker.Client/Engine/Transport/HttpExchange.cs", "^Append$", "\r\n$", "The head of a request"),
    ];

    [Fact]
    public void No_text_that_a_person_reads_stands_in_the_sources()
    {
        SourceText[] all = [.. SourceText.In(Source).Where(text =>
            Projects.SelectMany(project => project.Data.Item2).Contains(text.File.Split('/')[0]))];

        Assert.True(all.Length > 100, $"Only {all.Length} texts were found, so the search does not see them.");
        Assert.Equal([], all.Where(text => !Elsewhere.Any(place => Fits(place, text))).Select(text => text.ToString()));
        Assert.All(Elsewhere, place => Assert.True(all.Any(text => Fits(place, text)), $"Nothing is left of: {place.Why} ({place.File})"));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_text_of_the_file_is_used(string project, string[] users)
    {
        HashSet<string> used = Used(users);

        Assert.DoesNotContain(Texts(project).Keys, name => !used.Contains(name) && !used.Contains("Format" + name));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_text_is_only_used_with_all_that_it_wants_filled_in(string project, string[] users)
    {
        HashSet<string> plain = Used(users);
        Dictionary<string, string> texts = Texts(project);

        Assert.Empty(texts.Where(text => Gap().IsMatch(text.Value) && plain.Contains(text.Key)).Select(text => text.Key));
        Assert.All(texts.Where(text => plain.Contains("Format" + text.Key)), text =>
        {
            string[] gaps = [.. Gap().Matches(text.Value).Select(gap => gap.Groups[1].Value).Distinct()];
            Assert.NotEmpty(gaps);
            string format = gaps.Select((gap, at) => (gap, at)).Aggregate(text.Value, (format, gap) => format.Replace($"{{{gap.gap}}}", $"{{{gap.at}}}", StringComparison.Ordinal));
            Assert.DoesNotContain("{" + gaps[0] + "}", string.Format(CultureInfo.InvariantCulture, format, [.. gaps.Select(gap => (object)"x")]), StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Each_room_has_one_section_which_is_in_order(string project, string[] users)
    {
        Assert.NotEmpty(users);
        List<(string Room, List<string> Names)> sections = [];
        foreach (XNode node in Open(project).Root!.Nodes())
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
        Assert.All(Texts("Mlem.Docker.Client").Where(text => text.Key.EndsWith("Remedy", StringComparison.Ordinal)), text =>
            Assert.True(text.Value[^1] is '.' or '}' && (char.IsUpper(text.Value[0]) || text.Value[0] == '{'), $"{text.Key}: {text.Value}"));

    private static XDocument Open(string project) => XDocument.Load(Path.Combine(Source, project, "Messages.resx"));

    private static Dictionary<string, string> Texts(string project) => Open(project).Root!
        .Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    /// <summary>What the code of projects takes from the class Messages.</summary>
    private static HashSet<string> Used(string[] projects) => [.. projects
        .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Source, project), "*.cs", SearchOption.AllDirectories))
        .SelectMany(file => Use().Matches(File.ReadAllText(file)).Select(use => use.Groups[1].Value))];

    private static bool Fits((string File, string Receiver, string Text, string Why) place, SourceText text) =>
        Regex.IsMatch(text.File, place.File) && Regex.IsMatch(text.Receiver, place.Receiver) && Regex.IsMatch(text.Text, place.Text);

    [GeneratedRegex(@"\bMessages\s*\.(\w+)")]
    private static partial Regex Use();

    [GeneratedRegex(@"(?<!\{)\{([a-z]\w*)\}")]
    private static partial Regex Gap();
}
