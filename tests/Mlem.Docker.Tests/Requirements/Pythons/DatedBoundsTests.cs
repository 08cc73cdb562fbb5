using CsCheck;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Tests.Requirements.Pythons;

/// <summary>What the model leaves open is of the time of its newest pin (D28).</summary>
public sealed class DatedBoundsTests
{
    [Fact]
    public void Every_bound_is_the_newest_release_of_the_day_that_this_python_can_have()
    {
        var releases = PythonTables.Releases.ToLookup(r => r.Package);
        Gen.Select(Gen.OneOfConst(PythonTables.Releases).Array[1, 4], Gen.Int[8, 13], Gen.Bool).Sample((pinned, minor, arm) =>
        {
            PinnedPackage[] pins = [.. pinned.DistinctBy(p => p.Package).Select(p => new PinnedPackage(p.Package, p.Version, "a test"))];
            DatedBounds dated = DatedBounds.For(new ModelPackages(pins, []), [], minor, arm ? WheelArchitecture.Arm64 : WheelArchitecture.X64)!;
            var kept = pinned.DistinctBy(p => p.Package);
            string day = kept.Max(p => p.Day)!;
            string last = DateOnly.Parse(day, null).AddDays(7).ToString("yyyy-MM-dd", null);
            string[] expected =
            [
                .. PythonTables.Stack.Where(p => pins.All(q => q.Package != p))
                    .Select(p => releases[p].Where(r => string.CompareOrdinal(r.Day, last) <= 0
                            && ((r.X64.Length == 0 && r.Arm64.Length == 0) || (arm ? r.Arm64 : r.X64).Contains(minor)))
                        .Select(r => $"{p}<={r.Version}").LastOrDefault())
                    .OfType<string>(),
            ];
            Assert.Equal(expected, dated.Bounds.Select(b => b.Text));
            Assert.Equal(day, dated.Day.ToString("yyyy-MM-dd", null));
            Assert.Contains(dated.Pin.Version, dated.Sentence, StringComparison.Ordinal);
        }, iter: 100);
    }

    [Fact]
    public void The_table_lists_the_releases_of_a_package_from_the_lowest_version_on()
    {
        foreach (var package in PythonTables.Releases.GroupBy(r => r.Package))
        {
            PipVersion[] versions = [.. package.Select(r => PipVersion.Parse(r.Version))];
            Assert.Equal(versions.Order(), versions);
        }
    }

    [Fact]
    public void Without_a_pin_that_the_table_knows_nothing_is_bounded()
    {
        Assert.Null(DatedBounds.For(Pinned(), [], 11, WheelArchitecture.X64));
        Assert.Null(DatedBounds.For(Pinned(new PinnedPackage("numpy", "99.0", "a test")), [], 11, WheelArchitecture.X64));
        Assert.Null(DatedBounds.For(Pinned(new PinnedPackage("nobody-knows-it", "1.0", "a test")), [], 11, WheelArchitecture.X64));
    }

    [Fact]
    public void Scikit_learn_of_2022_keeps_numpy_2_out_and_a_package_from_a_repository_is_left_alone()
    {
        DatedBounds dated = DatedBounds.For(Pinned(new PinnedPackage("scikit-learn", "1.1.3", "a test")), ["SciPy"], 11, WheelArchitecture.X64)!;
        string[] lines = [.. dated.Bounds.Select(b => b.Text)];
        Assert.Contains("numpy<=1.23.4", lines);
        Assert.DoesNotContain(lines, l => l.StartsWith("scipy", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.StartsWith("scikit-learn", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("numpy>=1.21", "numpy<=1.23.4")]
    [InlineData("numpy<1.22", "numpy<=1.23.4")]
    [InlineData("numpy==1.22.*", "numpy<=1.23.4")]
    [InlineData("numpy>=1.24", null)]
    [InlineData("NumPy[extra]~=2.0", null)]
    public void A_condition_of_the_models_own_is_never_contradicted(string condition, string? bound)
    {
        var model = new ModelPackages([new PinnedPackage("scikit-learn", "1.1.3", "a test")], [PipRequirement.Parse(condition)]);
        string[] lines = [.. DatedBounds.For(model, [], 11, WheelArchitecture.X64)!.Bounds.Select(b => b.Text)];
        Assert.Equal(bound, lines.SingleOrDefault(l => l.StartsWith("numpy<", StringComparison.Ordinal)));
    }

    private static ModelPackages Pinned(params PinnedPackage[] pins) => new(pins, []);
}
