using Mlem.Docker.Engine.Tests.Testbed;
using Mlem.Docker.Tests.Examples;

namespace Mlem.Docker.Engine.Tests.Examples;

/// <summary>
/// Examples of help and docs on the real Engine, run as they are written. Those of the help
/// each begin with a container <c>iris</c> that runs; those of a page in docs follow one another.
/// </summary>
[Collection(nameof(ExampleTests))]
public sealed class ExampleTests(EngineFixture engine, ExampleEngine examples) : ExampleTest(engine, examples)
{
    // What examples of the help find on the Engine; each line does nothing where it is there already.
    private const string Running = "$null = Start-MlemDockerContainer -Model iris -Name iris -Server fastapi -Port 8080:8080";
    private const string Served = "$null = Start-MlemDockerContainer served -Model iris";
    private const string Image = "if (-not (Test-MlemDockerImage iris)) { $null = New-MlemDockerImage iris -Server fastapi }";
    private const string Built = $$"""
        {{Image}}
        if (-not (Test-MlemDockerImage team/flowers:1.0)) { $null = New-MlemDockerImage iris -Name flowers -Repository team -Tag 1.0 -Server fastapi }
        """;
    private const string Pushed =
        "if (-not (Test-MlemDockerImage iris -Registry localhost:5000)) { $null = Publish-MlemDockerImage iris -Registry localhost:5000 }";

    private protected override string Beginning => Image;

    public static TheoryData<string> Pages => [.. DocumentExamples.All(RepositoryRoot.Path)
        .Where(example => example is { Need: ExampleNeed.Engine or ExampleNeed.Registry } && example.Page != ReadmeTests.Page)
        .Select(example => example.Page)
        .Distinct()];

    [Theory]
    [MemberData(nameof(Pages))]
    public Task The_examples_of_a_page_run_as_they_are_written(string page) => RunAsync(page);

    // Of a page that is one story, the parts without an Engine belong to it.
    private protected override bool Runs(DocumentExample example, bool help) =>
        example.Need is ExampleNeed.Engine or ExampleNeed.Registry || (!help && example.Need == ExampleNeed.Folder);

    private protected override string Scene(DocumentExample example) => example switch
    {
        { Need: ExampleNeed.Registry } => $"{Built}\n{Pushed}",
        _ when example.Code.Contains("DockerContainer ./served", StringComparison.Ordinal) => Served,
        _ when example.Code.Contains("DockerContainer", StringComparison.Ordinal) => Running,
        _ => Built,
    };
}

/// <summary>Whoever builds with what examples find on the Engine shares it, since it takes its time to be made.</summary>
[CollectionDefinition(nameof(ExampleTests))]
public sealed class ExampleCollection : ICollectionFixture<ExampleEngine>;
