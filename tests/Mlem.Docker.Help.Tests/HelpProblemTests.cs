using Mlem.Docker.Help.Tests.Support;

namespace Mlem.Docker.Help.Tests;

/// <summary>What is missing in the sources of the help is an error of the build, with its place, and nothing is written.</summary>
public sealed class HelpProblemTests
{
    [Theory]
    [InlineData("# Get-Sample", "# Get-Other", "Get-Sample.md(1): error HELP: The page begins with the title Get-Sample.")]
    [InlineData("Reads a *sample*.", "", "Get-Sample.md(1): error HELP: The page begins with a synopsis and a description.")]
    [InlineData("### Read one", "### ", "Get-Sample.md(1): error HELP: The page has 2 examples, not 3.")]
    [InlineData("The second one.", "", "error HELP: The example 'Read two' has one block of PowerShell, and words.")]
    [InlineData("```powershell\nGet-Sample *", "```bash\nGet-Sample *", "error HELP: The example 'Read all' has one block of PowerShell, and words.")]
    [InlineData("## Links", "## Links\n\nNone.\n\n## Remarks", "error HELP: A page has no part 'Remarks'.")]
    [InlineData("- [about_Samples](about_Samples.md)\n- [Samples](https://samples.example/)", "None.", "Get-Sample.md(1): error HELP: The page has no links.")]
    public void A_part_of_a_page_that_is_missing_or_wrong_is_named(string right, string wrong, string problem)
    {
        Assert.Contains(right, HelpFolder.Page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        using var folder = new HelpFolder(HelpFolder.Page.ReplaceLineEndings("\n").Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(folder.Build(), line => line.EndsWith(problem, StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder.Output));
    }

    [Fact]
    public void A_cmdlet_without_a_page_is_named()
    {
        using var folder = new HelpFolder();
        folder.Delete("Get-Sample.md");

        Assert.Equal(["Get-Sample.md(1): error HELP: Get-Sample has no page."], folder.Build());
    }

    [Fact]
    public void A_page_without_a_cmdlet_is_named()
    {
        using var folder = new HelpFolder();
        folder.Write("Get-Nothing.md", HelpFolder.Page);

        Assert.Equal(["Get-Nothing.md(1): error HELP: There is no such cmdlet."], folder.Build());
    }

    [Fact]
    public void Parameters_and_outputs_without_documentation_are_named()
    {
        using var folder = new HelpFolder();

        string[] problems = folder.Build(documented: false);

        Assert.Equal(
            ["Count", "Force", "Kind", "Path", "Sample"],
            problems[..5].Select(problem => problem.Split("error HELP: -")[1].Split(' ')[0]));
        Assert.EndsWith("since Mlem.Docker.Help.Tests.Support.Sample does not tell what it is.", Assert.Single(problems[5..]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_may_say_what_the_emitted_type_does_not()
    {
        using var folder = new HelpFolder(HelpFolder.Page + "\n\n## Outputs\n\nA sample.\n\n## Notes\n\nRead once.");

        Assert.DoesNotContain(folder.Build(documented: false), problem => problem.Contains("Outputs", StringComparison.Ordinal));
    }

    [Fact]
    public void A_topic_begins_with_a_title_and_a_paragraph()
    {
        using var folder = new HelpFolder();
        folder.Write("about_Samples.md", "Just words.");

        Assert.Equal(["about_Samples.md(1): error HELP: A topic begins with a title and a paragraph."], folder.Build());
    }
}
