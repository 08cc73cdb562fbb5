using System.Text.RegularExpressions;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Documentation;

/// <summary>What README and docs refer to is there.</summary>
public sealed partial class PageTests
{
    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(Path.Combine(BuiltModule.RepositoryRoot, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(RepositoryRoot.Combine("README.md")).Append(RepositoryRoot.Combine("CONTRIBUTING.md"))
            .Select(file => Path.GetRelativePath(BuiltModule.RepositoryRoot, file))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_to_files_lead_to_files(string page)
    {
        string file = Path.Combine(BuiltModule.RepositoryRoot, page);
        foreach (Match link in Link().Matches(File.ReadAllText(file)))
        {
            string target = Path.Combine(Path.GetDirectoryName(file)!, link.Groups[1].Value);
            Assert.True(Path.Exists(target), $"{page} links to {link.Groups[1].Value}, which is not there.");
        }
    }

    [Fact]
    public void Every_page_of_docs_is_in_its_index()
    {
        string docs = Path.Combine(BuiltModule.RepositoryRoot, "docs");
        string index = File.ReadAllText(Path.Combine(docs, "README.md"));

        Assert.All(
            Directory.EnumerateFiles(docs, "*.md").Select(file => Path.GetFileName(file)!).Where(name => name != "README.md"),
            name => Assert.Contains($"]({name})", index, StringComparison.Ordinal));
    }

    // Examples are PowerShell; the block for a shell is run by .ci/run.
    [Fact]
    public void The_only_block_for_another_shell_is_the_first_command_of_the_README()
    {
        IEnumerable<string> others = Pages.Select(row => row.Data).SelectMany(page =>
            Fence().Matches(File.ReadAllText(Path.Combine(BuiltModule.RepositoryRoot, page)))
                .Select(match => match.Groups[1].Value)
                .Where(info => info is not ("" or "powershell" or "sh"))
                .Select(info => $"{page}: {info}"));

        Assert.Equal(["README.md: bash", "docs/architecture.md: mermaid"], others.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?m)^```(\w*)")]
    private static partial Regex Fence();
}
