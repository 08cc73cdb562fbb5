using System.Globalization;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Tests.Requirements.Pythons;

/// <summary>
/// Sets of requirements as models have them: MLEM pins what is installed where the model is saved, and pip had installed the newest
/// there was for that Python on that day. So each set here is a day, a Python and what the model is made of, from the first release
/// of MLEM 0.4 on, and whoever saved such a model had a Python for it.
/// </summary>
/// <remarks>
/// The 166 public sets of docs/pythons.md are not in this repository; what is known of them (their packages, and which of them
/// cannot be had on aarch64) is in <see cref="Families"/> and <see cref="Known"/>.
/// </remarks>
public sealed class ModelsOfTheirTimeTests
{
    private static readonly string[] Families =
    [
        "scikit-learn",
        "scikit-learn numpy",
        "scikit-learn pandas",
        "scikit-learn numpy pandas",
        "numpy",
        "pandas",
        "lightgbm scikit-learn pandas",
        "xgboost numpy",
        "catboost pandas",
        "tensorflow numpy",
        "tensorflow pandas numpy scikit-learn",
        "torch",
        "torch torchvision numpy",
        "transformers torch tokenizers",
        "statsmodels pandas scipy",
        "prophet pandas",
        "onnxruntime numpy pillow",
        "spacy numpy",
        "gensim scipy",
    ];

    private static readonly ILookup<string, (string Package, string Version, string Day, int[] X64, int[] Arm64)> Releases =
        PythonTables.Releases.ToLookup(r => r.Package);

    private static readonly PinnedPackage[][] Sets = [.. Days().SelectMany(day => Enumerable.Range(8, 6), (Day, Minor) => (Day, Minor))
        .SelectMany(_ => Families, (at, family) => Saved(family, at.Day, at.Minor)).OfType<PinnedPackage[]>()
        .DistinctBy(set => string.Join(' ', set.Select(p => $"{p.Package}=={p.Version}")))];

    public static TheoryData<string, string?, bool> Known => new()
    {
        { "scikit-learn==1.1.3", "3.11", false },
        { "scikit-learn==1.1.1", "3.10", false },
        { "scikit-learn==1.2.1 numpy==1.24.2", "3.11", false },
        { "numpy==1.24.2 pandas==1.5.3 scikit-learn==1.2.2", "3.11", false },
        { "numpy==2.2.0 scikit-learn==1.6.0", "3.11", false },
        { "numpy==1.21.6 pandas==1.4.3 scikit-learn==1.1.2", "3.10", false },
        { "tensorflow==2.9.1", "3.10", false },
        { "tensorflow==2.9.1", null, true },
        { "torch==1.13.1 numpy==1.24.1", "3.11", false },
        { "dvc==2.35.2 pandas==1.5.2", "3.11", false },
    };

    [Fact]
    public void Whoever_saved_the_model_had_a_python_for_it_and_one_is_found()
    {
        Assert.InRange(Sets.Length, 200, 100_000);
        foreach (PinnedPackage[] set in Sets)
        {
            PythonChoice choice = PythonChooser.Choose(new PythonQuestion(set));
            int minor = choice.Minor!.Value;
            Assert.All(set, pin => Assert.Contains(minor, Release(pin).X64));
            // None that is nearer to 3.11 would do.
            Assert.DoesNotContain(Enumerable.Range(8, 6), other => Math.Abs(other - 11) < Math.Abs(minor - 11) && set.All(pin => Release(pin).X64.Contains(other)));
        }
    }

    [Fact]
    public void On_aarch64_one_is_found_or_the_packages_without_wheels_are_named()
    {
        int refused = 0;
        foreach (PinnedPackage[] set in Sets)
        {
            var question = new PythonQuestion(set) { Platform = "linux/arm64" };
            if (Enumerable.Range(8, 6).Any(minor => set.All(pin => CanHave(pin, minor))))
            {
                Assert.All(set, pin => Assert.True(CanHave(pin, PythonChooser.Choose(question).Minor!.Value)));
                continue;
            }

            MlemException error = Assert.Throws<MlemException>(() => PythonChooser.Choose(question));
            Assert.Equal("PinsExcludeEachOther", error.ErrorId);
            Assert.Contains(set, pin => error.Message.Contains($"{pin.Package}=={pin.Version}", StringComparison.Ordinal));
            refused++;
        }

        Assert.InRange(refused, 1, Sets.Length / 4);

        static bool CanHave(PinnedPackage pin, int minor) =>
            Release(pin) is var release && (release.Arm64.Contains(minor) || (release.Arm64.Length == 0 && release.X64.Length == 0));
    }

    [Fact]
    public void What_comes_in_beside_the_pins_is_of_their_time_and_has_wheels()
    {
        foreach (PinnedPackage[] set in Sets)
        {
            int minor = PythonChooser.Choose(new PythonQuestion(set)).Minor!.Value;
            DatedBounds dated = DatedBounds.For(new ModelPackages(set, []), [], minor, WheelArchitecture.X64)!;
            string last = DateOnly.Parse(set.Max(pin => Release(pin).Day)!, CultureInfo.InvariantCulture).AddDays(7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            string[][] bounds = [.. dated.Bounds.Select(b => b.Text.Split("<="))];
            Assert.All(bounds, bound =>
            {
                var release = Release(new PinnedPackage(bound[0], bound[1], "a bound"));
                Assert.InRange(release.Day, "2019-01-01", last);
                Assert.True(release.X64.Contains(minor) || release.X64.Length + release.Arm64.Length == 0, $"{bound[0]} {bound[1]} on 3.{minor}");
            });
            // NumPy 2 came on 2024-06-16; what is older was built against NumPy 1.
            if (string.CompareOrdinal(last, "2024-06-16") < 0)
                Assert.DoesNotContain(bounds, bound => bound[0] == "numpy" && bound[1].StartsWith("2.", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void What_is_known_of_public_models_is_so(string pins, string? python, bool arm)
    {
        PinnedPackage[] set = [.. pins.Split(' ').Select(p => p.Split("==")).Select(p => new PinnedPackage(p[0], p[1], "a public model"))];
        var question = new PythonQuestion(set) { Platform = arm ? "linux/arm64" : null };
        if (python is null)
            Assert.Equal("PinsExcludeEachOther", Assert.Throws<MlemException>(() => PythonChooser.Choose(question)).ErrorId);
        else
            Assert.Equal(python, $"3.{PythonChooser.Choose(question).Minor}");
    }

    // What pip installs on that day for that Python; null where a package has nothing for it.
    private static PinnedPackage[]? Saved(string family, string day, int minor)
    {
        string?[] versions = [.. family.Split(' ').Select(package => Releases[package]
            .Where(r => string.CompareOrdinal(r.Day, day) <= 0 && r.X64.Contains(minor)).Select(r => r.Version).LastOrDefault())];
        return versions.Contains(null) ? null : [.. family.Split(' ').Zip(versions, (package, version) => new PinnedPackage(package, version!, "a model"))];
    }

    private static (string Package, string Version, string Day, int[] X64, int[] Arm64) Release(PinnedPackage pin) =>
        Releases[pin.Package].Single(r => r.Version == pin.Version);

    private static IEnumerable<string> Days()
    {
        for (var day = new DateOnly(2022, 6, 1); day < new DateOnly(2026, 6, 1); day = day.AddMonths(3))
            yield return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
