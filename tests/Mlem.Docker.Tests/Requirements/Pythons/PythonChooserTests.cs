using CsCheck;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Tests.Requirements.Pythons;

/// <summary>Which Python an image has (D24), against the tables and against a search that tries every Python.</summary>
public sealed partial class PythonChooserTests
{
    [Theory]
    [InlineData("", "3.11")]
    [InlineData("scikit-learn==1.2.1 numpy==1.24.2 pandas==1.5.3", "3.11")]
    [InlineData("numpy==1.22.4 pandas==1.4.2", "3.10")]
    [InlineData("numpy==1.21.6", "3.10")]
    [InlineData("scikit-learn==1.1.1", "3.10")]
    [InlineData("scikit-learn==1.1.3", "3.11")]
    [InlineData("numpy==2.2.0 scikit-learn==1.6.1 pandas==2.2.3", "3.11")]
    [InlineData("torch==1.12.0", "3.10")]
    [InlineData("torch==1.13.1+cpu", "3.11")]
    [InlineData("tensorflow==2.9.1", "3.10")]
    [InlineData("tensorflow==2.2.0", "3.8")]
    [InlineData("lightgbm==3.3.2 xgboost==1.6.1 catboost==1.0.6", "3.10")]
    [InlineData("catboost==1.2.0", "3.11")]
    [InlineData("numpy==2.99.0 nobody-knows-it==1", "3.11")]
    [InlineData("Scikit_Learn==1.1.1", "3.10")]
    [InlineData("jax==0.3.0", "3.11")]
    public void The_python_nearest_to_3_11_that_has_wheels_for_every_pin_is_chosen(string pins, string minor)
    {
        PythonChoice choice = PythonChooser.Choose(new PythonQuestion(Pins(pins)));
        Assert.StartsWith(minor + ".", choice.Version, StringComparison.Ordinal);
        Assert.Equal(PythonTables.NewestLiving[choice.Minor!.Value], choice.Version);
        Assert.Contains(choice.Version!, choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_choice_is_the_one_that_a_search_over_all_pythons_finds()
    {
        Gen<PinnedPackage[]> pins = Gen.OneOfConst(PythonTables.Releases)
            .Select(r => new PinnedPackage(r.Package, r.Version, "a test")).Array[0, 6]
            .Where(p => p.DistinctBy(r => r.Package).Count() == p.Length);
        Gen.Select(pins, Gen.OneOfConst("linux/amd64", "linux/arm64/v8", ""), Gen.Bool).Sample((given, platform, sagemaker) =>
        {
            var question = new PythonQuestion(given)
            {
                Platform = platform.Length == 0 ? null : platform,
                ServerTypes = sagemaker ? ["_sagemaker"] : ["fastapi"],
            };
            int[] fitting =
            [
                .. Enumerable.Range(8, sagemaker ? 5 : 6).Where(m => given.All(p => PythonTables.Releases
                    .Where(r => r.Package == p.Package && r.Version == p.Version)
                    .All(r => (r.X64.Length == 0 && r.Arm64.Length == 0) || (platform.Contains("arm", StringComparison.Ordinal) ? r.Arm64 : r.X64).Contains(m)))),
            ];
            if (fitting.Length == 0)
            {
                MlemException error = Assert.Throws<MlemException>(() => PythonChooser.Choose(question));
                Assert.Equal("PinsExcludeEachOther", error.ErrorId);
                AssertConflict(given, error.Message, platform.Contains("arm", StringComparison.Ordinal), sagemaker);
                return;
            }

            int expected = fitting.OrderBy(m => Math.Abs(m - 11)).ThenBy(m => m).First();
            Assert.Equal(PythonTables.NewestLiving[expected], PythonChooser.Choose(question).Version);
        }, iter: 1000);
    }

    // Those that are named exclude each other, and as soon as any of them is left out they do not.
    private static void AssertConflict(PinnedPackage[] given, string message, bool arm, bool sagemaker)
    {
        string[] named = [.. Named().Matches(message).Select(m => m.Value)];
        Assert.All(named, n => Assert.Contains(n, given.Select(p => $"{p.Package}=={p.Version}")));
        Assert.NotEmpty(named);
        Assert.Empty(Common(named));
        Assert.All(named, one => Assert.NotEmpty(Common([.. named.Where(n => n != one)])));

        int[] Common(string[] pins) =>
        [
            .. Enumerable.Range(8, sagemaker ? 5 : 6).Where(m => PythonTables.Releases.Where(r => pins.Contains($"{r.Package}=={r.Version}"))
                .All(r => (r.X64.Length == 0 && r.Arm64.Length == 0) || (arm ? r.Arm64 : r.X64).Contains(m))),
        ];
    }

    [Theory]
    [InlineData("numpy==1.21.6 pandas==2.2.3 scikit-learn==1.2.1 numpy-unknown==1", "numpy==1.21.6", null)]
    [InlineData("numpy==2.2.0 torch==1.10.0 pandas==1.5.3", "numpy==2.2.0;torch==1.10.0", "pandas")]
    [InlineData("numpy==1.16.0 pandas==1.5.3", "numpy==1.16.0", "pandas")]
    public void Pins_that_exclude_each_other_are_named_and_no_others(string pins, string named, string? unnamed)
    {
        var question = new PythonQuestion(Pins(pins));
        if (unnamed is null)
        {
            // 1.21 has a wheel for 3.10, pandas 2.2 for 3.9 and newer: they fit.
            Assert.Equal(10, PythonChooser.Choose(question).Minor);
            return;
        }

        MlemException error = Assert.Throws<MlemException>(() => PythonChooser.Choose(question));
        Assert.Equal("PinsExcludeEachOther", error.ErrorId);
        Assert.All(named.Split(';'), n => Assert.Contains(n, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(unnamed, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Recommendation);
    }

    [Theory]
    [InlineData("linux/arm64")]
    [InlineData("Linux/ARM64")]
    [InlineData("linux/arm64/v8")]
    [InlineData("arm64")]
    [InlineData("aarch64")]
    public void TensorFlow_2_9_has_no_python_on_arm64(string platform)
    {
        var question = new PythonQuestion(Pins("tensorflow==2.9.1")) { Platform = platform };
        Assert.Contains("tensorflow==2.9.1", Assert.Throws<MlemException>(() => PythonChooser.Choose(question)).Message, StringComparison.Ordinal);
        // Of other machines nothing is known.
        Assert.Equal(11, PythonChooser.Choose(question with { Platform = "linux/riscv64" }).Minor);
    }

    [Theory]
    [InlineData("linux")]
    [InlineData("amd64")]
    [InlineData("LINUX/x86_64")]
    public void A_platform_is_written_in_every_way_that_Docker_takes(string platform) =>
        Assert.Equal(10, PythonChooser.Choose(new PythonQuestion(Pins("scikit-learn==1.1.1")) { Platform = platform }).Minor);

    [Theory]
    [InlineData("3.10", "3.10.21")]
    [InlineData("3.8", "3.8.20")]
    [InlineData("3.9.13", "3.9.13")]
    [InlineData("3.14-rc", "3.14-rc")]
    // Newer than the table, and perhaps out by now.
    [InlineData("3.13.16", "3.13.16")]
    [InlineData("3.13.0rc1", "3.13.0rc1")]
    [InlineData("3.15", "3.15")]
    public void A_given_version_is_taken_and_completed(string given, string version) =>
        Assert.Equal(version, PythonChooser.Choose(new PythonQuestion([]) { Given = given }).Version);

    [Theory]
    [InlineData("3.11.99")]
    [InlineData("3.9.26")]
    [InlineData("3.13.100")]
    [InlineData("3.11-bookworm")]
    [InlineData("3.11.9-slim")]
    [InlineData("03.11")]
    [InlineData("3.11.")]
    public void A_version_without_an_image_is_refused(string given)
    {
        MlemException error = Assert.Throws<MlemException>(() => PythonChooser.Choose(new PythonQuestion([]) { Given = given }));
        Assert.Equal("PythonImageNotFound", error.ErrorId);
        Assert.Contains($"python:{given}-slim", error.Message, StringComparison.Ordinal);
        Assert.Contains("-BaseImage", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_given_version_without_wheels_is_taken_with_a_warning()
    {
        PythonChoice choice = PythonChooser.Choose(new PythonQuestion(Pins("numpy==1.22.4")) { Given = "3.12.1" });
        Assert.Equal("3.12.1", choice.Version);
        Assert.Contains("numpy==1.22.4", Assert.Single(choice.Warnings), StringComparison.Ordinal);
        Assert.Empty(PythonChooser.Choose(new PythonQuestion(Pins("numpy==1.22.4")) { Given = "3.10" }).Warnings);
    }

    [Fact]
    public void The_version_that_a_constraint_names_decides_between_pythons_that_fit()
    {
        var question = new PythonQuestion(Pins("pandas==1.5.3")) { Wishes = Pins("numpy==1.22.4") };
        Assert.Equal(10, PythonChooser.Choose(question).Minor);
        Assert.Equal(11, PythonChooser.Choose(question with { Wishes = Pins("numpy==1.16.0") }).Minor);
    }

    [Theory]
    [InlineData("python:3.12-slim")]
    [InlineData("registry.local:5000/library/python:3.12.4-slim-bookworm")]
    [InlineData("python:3.12")]
    public void A_base_image_whose_python_does_not_fit_is_refused(string image)
    {
        var question = new PythonQuestion(Pins("numpy==1.22.4 pandas==2.2.3")) { BaseImage = image };
        MlemException error = Assert.Throws<MlemException>(() => PythonChooser.Choose(question));
        Assert.Equal("BaseImageDoesNotFit", error.ErrorId);
        Assert.Contains("numpy==1.22.4", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pandas", error.Message, StringComparison.Ordinal);
        Assert.Equal(12, PythonChooser.Choose(question with { Judges = false }).Minor);
    }

    [Theory]
    [InlineData("python:3.10.4-slim", "3.10.4", 10)]
    [InlineData("python:3.11", "3.11", 11)]
    [InlineData("python:3-slim", null, null)]
    [InlineData("mine:1", null, null)]
    [InlineData("mypython:3.11", null, null)]
    public void The_tag_of_an_official_base_image_tells_its_python(string image, string? version, int? minor)
    {
        PythonChoice choice = PythonChooser.Choose(new PythonQuestion([]) { BaseImage = image });
        Assert.Equal((version, minor), (choice.Version, choice.Minor));
    }

    [Theory]
    [InlineData("3.12.4", "python:3.10-slim", 12)]
    [InlineData("3.10", "mine:1", 10)]
    [InlineData("3.10.4", "python:3.12-slim", 10)]
    public void What_was_found_in_a_base_image_counts_more_than_its_tag_and_what_was_given(string found, string image, int minor)
    {
        var question = new PythonQuestion(Pins("pandas==2.2.3")) { BaseImage = image, Given = "3.11.2", Found = PythonRelease.Parse(found) };
        PythonChoice choice = PythonChooser.Choose(question);
        Assert.Equal((found, minor), (choice.Version, choice.Minor));
        Assert.Empty(choice.Warnings);
        if (minor == 12)
            Assert.Equal("BaseImageDoesNotFit", Assert.Throws<MlemException>(() => PythonChooser.Choose(question with { Pins = Pins("numpy==1.22.4") })).ErrorId);
    }

    [Theory]
    [InlineData("python:3.14-slim")]
    [InlineData("python:3.7.17")]
    public void A_base_image_with_a_python_of_which_no_working_set_is_known_is_taken_with_a_warning(string image)
    {
        Assert.Contains("3.8 to 3.13", Assert.Single(PythonChooser.Choose(new PythonQuestion([]) { BaseImage = image }).Warnings), StringComparison.Ordinal);
        Assert.Empty(PythonChooser.Choose(new PythonQuestion([]) { BaseImage = image, Judges = false }).Warnings);
    }

    [Theory]
    [InlineData("numpy<1.22", 10)]
    [InlineData("numpy==1.22.*", 10)]
    [InlineData("numpy~=1.21.0", 10)]
    [InlineData("numpy<1.20", 9)]
    [InlineData("numpy>=1.21", 11)]
    [InlineData("numpy>=99", 11)]
    [InlineData("nobody-knows-it<3", 11)]
    public void A_condition_that_is_no_pin_leaves_the_pythons_that_any_release_within_it_has(string condition, int minor) =>
        Assert.Equal(minor, PythonChooser.Choose(new PythonQuestion([]) { Ranges = [PipRequirement.Parse(condition)] }).Minor);

    [Fact]
    public void Conditions_that_exclude_each_other_are_named()
    {
        MlemException error = Assert.Throws<MlemException>(() => PythonChooser.Choose(
            new PythonQuestion(Pins("pandas==1.5.3 scipy==1.15.0")) { Ranges = [PipRequirement.Parse("numpy<1.21")] }));
        Assert.Contains("numpy<1.21", error.Message, StringComparison.Ordinal);
        Assert.Contains("scipy==1.15.0", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pandas", error.Message, StringComparison.Ordinal);
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"[a-z][a-z0-9.-]*==[0-9a-z.]*[0-9a-z]")]
    private static partial System.Text.RegularExpressions.Regex Named();

    private static PinnedPackage[] Pins(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split("==")).Select(p => new PinnedPackage(p[0], p[1], "a test")),
    ];
}
