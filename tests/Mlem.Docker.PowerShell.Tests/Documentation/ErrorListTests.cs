using System.Text.RegularExpressions;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Documentation;

/// <summary>docs/errors.md lists every id that there is, and no other.</summary>
public sealed partial class ErrorListTests
{
    private static readonly string Sources = string.Join('\n', Directory
        .EnumerateFiles(Path.Combine(BuiltModule.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(File.ReadAllText));

    private static readonly string[][] Rows = [.. File
        .ReadAllLines(Path.Combine(BuiltModule.RepositoryRoot, "docs", "errors.md"))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => Cell().Split(line).Select(cell => cell.Trim()).Where(cell => cell.Length > 0).ToArray())];

    [Fact]
    public void Every_id_in_the_sources_is_listed()
    {
        string[] thrown = [.. Thrown().Matches(Sources).Concat(Constant().Matches(Sources)).Select(match => match.Groups[1].Value).Distinct()];

        Assert.True(thrown.Length > 150, $"Only {thrown.Length} ids were found.");
        Assert.Empty(thrown.Except(Listed()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_listed_id_is_in_the_sources() =>
        Assert.All(Listed(), id => Assert.Contains($"\"{id}\"", Sources, StringComparison.Ordinal));

    [Fact]
    public void Each_id_is_listed_once_with_a_category_of_PowerShells_when_it_comes_and_what_to_do()
    {
        Assert.Equal(Rows.Length, Listed().Distinct().Count());
        Assert.All(Rows, row =>
        {
            Assert.Equal(4, row.Length);
            Assert.All(row[1].Split(", "), category => Assert.True(
                Enum.TryParse<System.Management.Automation.ErrorCategory>(category, out _), $"{row[0]}: {category}"));
            Assert.EndsWith(".", row[2], StringComparison.Ordinal);
            Assert.True(row[3].Length > 5, row[0]);
        });
    }

    [Fact]
    public void Each_id_is_listed_with_the_categories_that_it_has_in_the_sources()
    {
        ILookup<string, string> categories = Categorised().Matches(Sources)
            .ToLookup(match => match.Groups[1].Value, match => match.Groups[2].Value);

        Assert.True(categories.Count > 150, $"Only {categories.Count} ids were found with a category.");
        Assert.All(Rows.Where(row => categories.Contains(row[0].Trim('`'))), row => Assert.Equal(
            (row[0], string.Join(", ", categories[row[0].Trim('`')].Distinct().Order(StringComparer.Ordinal))), (row[0], row[1])));
    }

    private static IEnumerable<string> Listed() => Rows.Select(row => row[0].Trim('`'));

    // An id stands before its category, whoever makes the error of the two.
    [GeneratedRegex("""
        "([A-Z][A-Za-z]+)",\s*(?:"[^"]*",\s*|\(string\?\)null,\s*)?(?:MlemErrorCategory|ErrorCategory)\.
        """)]
    private static partial Regex Thrown();

    [GeneratedRegex("""
        "([A-Z][A-Za-z]+)",\s*(?:MlemErrorCategory|ErrorCategory)\.(\w+)
        """)]
    private static partial Regex Categorised();

    [GeneratedRegex("""const string [A-Za-z]+Id = "([A-Z][A-Za-z]+)";""")]
    private static partial Regex Constant();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Cell();
}
