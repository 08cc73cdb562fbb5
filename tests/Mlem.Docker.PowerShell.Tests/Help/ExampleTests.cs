using Mlem.Docker.PowerShell.Tests.Support;
using Mlem.Docker.Tests.Examples;

namespace Mlem.Docker.PowerShell.Tests.Help;

/// <summary>Examples of README, help and docs that need no Engine, run as they are written.</summary>
public sealed class ExampleTests
{
    private static readonly IReadOnlyList<DocumentExample> All = DocumentExamples.All(BuiltModule.RepositoryRoot);

    // A page outside of the help that has one example on an Engine is one story, and is run there as a whole.
    public static TheoryData<string> Pages => [.. All.GroupBy(example => example.Page)
        .Where(page => page.Any(e => e.Need == ExampleNeed.Folder)
            && (page.Key.StartsWith("docs/help/", StringComparison.Ordinal) || page.All(e => e.Need == ExampleNeed.Folder)))
        .Select(page => page.Key)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_examples_of_a_page_run_as_they_are_written(string page)
    {
        foreach (DocumentExample example in All.Where(e => e.Need == ExampleNeed.Folder && e.Page == page))
        {
            using var scene = new ExampleScene(BuiltModule.RepositoryRoot);
            using var session = new Session();
            session.Invoke("param($folder) $null = $ExecutionContext.SessionState.Path.SetLocation($folder)", scene.Path);

            SessionResult result = session.Invoke(example.Code);

            Assert.True(result.Terminating is null, $"{example}: {result.Terminating}");
            Assert.True(result.Errors.Count == 0, $"{example}: {result.Errors.FirstOrDefault()}");
        }
    }

    [Fact]
    public void Examples_that_are_not_run_are_listed_with_their_reason()
    {
        (string, string)[] left = [.. All.Where(example => example.Need == ExampleNeed.Elsewhere).Select(example => (example.Page, example.Heading))];

        Assert.Equal(NotRun.Reasons.Keys.Order(), left.Order());
        Assert.True(left.Length * 10 < All.Count, $"{left.Length} of {All.Count} examples are not run.");
    }
}
