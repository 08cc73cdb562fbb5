using System.Text.Json;
using Mlem.Docker.Requirements;
using Xunit;

namespace Mlem.Docker.Tests.Requirements.Pip;

public class PipSpecifierTests
{
    private static readonly JsonElement Golden = PipGolden.Read("pip", "versions.json");

    [Fact]
    public void A_set_holds_the_versions_that_pip_finds_in_it()
    {
        foreach (JsonElement set in Golden.GetProperty("specifiers").EnumerateArray())
        {
            string text = set.GetProperty("text").GetString()!;
            PipSpecifierSet parsed = PipSpecifierSet.Parse(text);
            Assert.All(set.GetProperty("yes").Strings(), v => Assert.True(parsed.Contains(PipVersion.Parse(v)), $"'{text}' holds {v}"));
            Assert.All(set.GetProperty("no").Strings(), v => Assert.False(parsed.Contains(PipVersion.Parse(v)), $"'{text}' lacks {v}"));
        }
    }

    [Fact]
    public void Prereleases_count_only_where_a_clause_names_one_when_they_are_not_asked_for()
    {
        foreach (JsonElement set in Golden.GetProperty("specifiers").EnumerateArray())
        {
            if (set.GetProperty("stable").ValueKind == JsonValueKind.Null)
                continue;
            string[] tried = [.. set.GetProperty("yes").Strings(), .. set.GetProperty("no").Strings()];
            PipSpecifierSet parsed = PipSpecifierSet.Parse(set.GetProperty("text").GetString()!);
            string[] held = tried.Where(v => parsed.Contains(PipVersion.Parse(v), allowPrereleases: false)).ToArray();
            Assert.Equal(set.GetProperty("stable").Strings().Order(StringComparer.Ordinal), held.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void What_pip_does_not_read_is_refused() => Assert.All(
        Golden.GetProperty("invalid_specifiers").Strings(),
        text => Assert.Throws<FormatException>(() => PipRequirement.Parse("x " + text)));

    [Theory]
    [InlineData("==0.92.0", "0.92.0")]
    [InlineData("===1.0", "1.0")]
    [InlineData("==1.0,<2", "1.0")]
    [InlineData("<2,==1.0", "1.0")]
    [InlineData("==1.*", null)]
    [InlineData(">=1.0,<=1.0", null)]
    [InlineData("==1.0,>2", null)]
    [InlineData("===nightly", null)]
    [InlineData("", null)]
    public void A_set_pins_only_through_an_exact_clause_that_the_others_allow(string text, string? exact) =>
        Assert.Equal(exact, PipSpecifierSet.Parse(text).ExactVersion?.Text);

    [Fact]
    public void Markers_hold_where_pip_finds_that_they_do()
    {
        foreach (JsonElement marker in Golden.GetProperty("markers").EnumerateArray())
        {
            string text = marker.GetProperty("text").GetString()!;
            PipMarker parsed = PipMarker.Parse(text);
            foreach (JsonProperty python in marker.GetProperty("python").EnumerateObject())
                Assert.Equal((text, python.Name, python.Value.GetBoolean()), (text, python.Name, parsed.Evaluate(PipMarkerEnvironment.ForPython(python.Name))));
        }
    }

    [Fact]
    public void What_pip_takes_for_no_marker_is_refused() => Assert.All(
        Golden.GetProperty("invalid_markers").Strings(), text => Assert.Throws<FormatException>(() => PipMarker.Parse(text)));

    [Theory]
    [InlineData("python_version < '3.10'", null)]
    [InlineData("platform_machine == 'x86_64'", null)]
    [InlineData("platform_machine == 'x86_64' and sys_platform == 'win32'", false)]
    [InlineData("platform_machine == 'x86_64' or sys_platform == 'linux'", true)]
    public void A_marker_that_hangs_on_something_unknown_is_neither_true_nor_false(string text, bool? holds) =>
        Assert.Equal(holds, PipMarker.Parse(text).Evaluate(PipMarkerEnvironment.UnknownPython));
}
