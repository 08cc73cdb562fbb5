using System.Reflection;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>The table of docs/engines.md says what tests prove on which Engine, no more and no less.</summary>
public sealed partial class EnginesPageTests
{
    private const string Page = "engines.md";

    [Fact]
    public void Each_cell_is_what_a_test_proves()
    {
        var proofs = Proofs();
        string[] expected = [.. proofs.Select(proof => proof.Feature).Distinct().Order(StringComparer.Ordinal).Select(feature =>
            Row(feature, EngineNames.All.Keys.Select(engine => Cell(proofs.Where(proof => proof.Feature == feature), engine))))];
        string[] actual = [.. Table().Skip(2).Order(StringComparer.Ordinal)];
        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));
    }

    private static ProvesAttribute[] Proofs() => [.. typeof(EnginesPageTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods().Cast<MemberInfo>().Prepend(type))
        .SelectMany(member => member.GetCustomAttributes<ProvesAttribute>(inherit: false))];

    private static string Cell(IEnumerable<ProvesAttribute> proofs, Engines engine)
    {
        ProvesAttribute[] here = [.. proofs.Where(proof => (proof.Engines | proof.Beside).HasFlag(engine))];
        string?[] refusals = [.. here.Select(proof => proof.Refused).Distinct()];
        return refusals switch
        {
            [] => "–",
            [null] => "yes",
            [{ } errorId] => $"no: `{errorId}`",
            _ => throw new InvalidOperationException($"{here[0].Feature} is both proved and refused on {engine}."),
        };
    }

    private static string Row(string feature, IEnumerable<string> cells) => $"| {feature} | {string.Join(" | ", cells)} |";

    internal static string[] Table() => [.. File.ReadLines(RepositoryRoot.Combine("docs", Page))
        .SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|'))];

    /// <summary>The versions in the head of the table, in the order of its columns.</summary>
    internal static string[] Versions() => [.. Version().Matches(Table()[0]).Select(match => match.Value)];

    [GeneratedRegex(@"\d+(\.\d+)+")]
    private static partial Regex Version();
}
