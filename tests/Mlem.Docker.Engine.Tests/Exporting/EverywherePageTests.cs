using System.Reflection;

namespace Mlem.Docker.Engine.Tests.Exporting;

/// <summary>Each cell of the table "The same everywhere" of docs/beyond-one-machine.md is what a test proves.</summary>
public sealed class EverywherePageTests
{
    [Fact]
    public void The_table_says_what_is_proved_and_nothing_else()
    {
        EverywhereAttribute[] proofs = [.. typeof(EverywherePageTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods()).SelectMany(method => method.GetCustomAttributes<EverywhereAttribute>())];
        string[] expected = [.. EverywhereAttribute.Rows.Select(row =>
            $"| {row} | {string.Join(" | ", Enum.GetValues<Place>().Select(place => Cell(proofs, row, place)))} |")];

        string[] page = File.ReadAllLines(RepositoryRoot.Combine("docs", "beyond-one-machine.md"));
        IEnumerable<string> table = page.SkipWhile(line => line != "## The same everywhere").SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|'));
        Assert.Equal(string.Join('\n', expected), string.Join('\n', table.Skip(2)));
        Assert.Empty(proofs.Select(proof => proof.Row).Except(EverywhereAttribute.Rows));
    }

    private static string Cell(IEnumerable<EverywhereAttribute> proofs, string row, Place place) =>
        Assert.Single(proofs.Where(proof => (proof.Row, proof.Place) == (row, place)).Select(proof => proof.Cell).Distinct());
}
