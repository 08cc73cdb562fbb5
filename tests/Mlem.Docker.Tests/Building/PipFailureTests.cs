using System.Text.Json;
using Mlem.Docker.Building;
using Mlem.Docker.Requirements;
using Mlem.Docker.Tests.Requirements.Pip;
using Xunit;

namespace Mlem.Docker.Tests.Building;

public class PipFailureTests
{
    // What each recorded case is, and the package that pip names. pip 20.3 says nothing but "no matching distribution".
    private static readonly Dictionary<string, (PipFailureKind Kind, string? Package)> Expected = new()
    {
        ["no_release_for_this_python"] = (PipFailureKind.NoReleaseForPython, "numpy"),
        ["must_compile"] = (PipFailureKind.MustCompile, "psycopg2"),
        ["must_compile_no_backend"] = (PipFailureKind.BuildSystem, "numpy"),
        ["no_such_version"] = (PipFailureKind.NoSuchVersion, "requests"),
        ["no_such_package"] = (PipFailureKind.NoSuchPackage, "surely-no-such-package-mlem"),
        ["conflict_between_requirements"] = (PipFailureKind.Conflict, "urllib3"),
        ["conflict_with_constraint"] = (PipFailureKind.Conflict, "urllib3"),
        ["double_requirement"] = (PipFailureKind.Conflict, "six"),
        ["hash_mismatch"] = (PipFailureKind.HashMismatch, "six"),
        ["git_unreachable_or_missing"] = (PipFailureKind.GitMissing, "idna"),
        ["syntax_error"] = (PipFailureKind.Syntax, null),
        ["missing_file"] = (PipFailureKind.FileMissing, null),
        ["index_unreachable"] = (PipFailureKind.IndexUnreachable, null),
        ["index_unknown_host"] = (PipFailureKind.IndexUnreachable, null),
        ["index_404"] = (PipFailureKind.NoSuchPackage, "six"),
        ["cache_purge_empty"] = (PipFailureKind.CachePurge, null),
    };

    private static readonly string[] SilentInPip20 =
        ["no_release_for_this_python", "no_such_version", "no_such_package", "conflict_with_constraint", "index_404"];

    private static readonly Dictionary<string, (PipFailureKind Kind, string? Package)> ExpectedOnLoopback = new()
    {
        ["no_release_for_this_python"] = (PipFailureKind.NoReleaseForPython, "aa"),
        ["only_newer_python"] = (PipFailureKind.NoReleaseForPython, "onlynew"),
        ["link_other_python"] = (PipFailureKind.NoReleaseForPython, "onlynew"),
        ["prerelease_python_only_link"] = (PipFailureKind.NoReleaseForPython, "plat"),
        ["no_such_version"] = (PipFailureKind.NoSuchVersion, "aa"),
        ["no_such_package"] = (PipFailureKind.NoSuchPackage, "nothere"),
        ["wrong_platform"] = (PipFailureKind.NoSuchPackage, "plat"),
        ["conflict_transitive"] = (PipFailureKind.Conflict, "aa"),
        ["conflict_direct"] = (PipFailureKind.Conflict, "aa"),
        ["conflict_requirement"] = (PipFailureKind.Conflict, "aa"),
        ["conflict_constraint"] = (PipFailureKind.Conflict, "aa"),
        ["old_build_system"] = (PipFailureKind.BuildSystem, "pkgres"),
        ["missing_build_dependency"] = (PipFailureKind.BuildSystem, "numpyfirst"),
        ["bad_backend"] = (PipFailureKind.BuildSystem, "badbackend"),
        ["file_404"] = (PipFailureKind.IndexRefused, null),
        ["file_403"] = (PipFailureKind.IndexRefused, null),
        ["extras_in_constraint"] = (PipFailureKind.Syntax, null),
        ["syntax_option"] = (PipFailureKind.Syntax, null),
        ["syntax_marker"] = (PipFailureKind.Syntax, null),
        ["missing_constraints"] = (PipFailureKind.FileMissing, null),
        ["git_clone_fails"] = (PipFailureKind.GitFailed, "nope"),
        ["git_missing"] = (PipFailureKind.GitMissing, "nope"),
        ["index_401"] = (PipFailureKind.IndexRefused, null),
        ["index_403"] = (PipFailureKind.NoSuchPackage, "aa"),
        ["index_404"] = (PipFailureKind.NoSuchPackage, "aa"),
        ["index_tls"] = (PipFailureKind.IndexNotTrusted, null),
        ["index_untrusted"] = (PipFailureKind.IndexNotTrusted, null),
        ["index_timeout"] = (PipFailureKind.IndexUnreachable, null),
        ["index_refused"] = (PipFailureKind.IndexUnreachable, null),
    };

    public static TheoryData<string, int> Recorded => Cases(["pip_failures.json"], Expected);

    public static TheoryData<string, int> RecordedOnLoopback => Cases(["pip", "failures.json"], ExpectedOnLoopback);

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_recorded_failure_is_recognised(string title, int index)
    {
        JsonElement @case = PipGolden.Read("pip_failures.json")[index];
        string name = @case.GetProperty("case").GetString()!;
        bool silent = title.Contains("pip 20.", StringComparison.Ordinal) && SilentInPip20.Contains(name);
        (PipFailureKind kind, string? package) = Expected[name];
        Check(@case, silent ? PipFailureKind.NoMatchingRelease : kind, package);
    }

    [Theory]
    [MemberData(nameof(RecordedOnLoopback))]
    public void A_failure_recorded_on_loopback_is_recognised(string title, int index)
    {
        JsonElement @case = PipGolden.Read("pip", "failures.json")[index];
        string name = @case.GetProperty("case").GetString()!;
        Assert.Contains(name, title, StringComparison.Ordinal);
        Check(@case, ExpectedOnLoopback[name].Kind, ExpectedOnLoopback[name].Package);
    }

    [Fact]
    public void A_build_that_went_through_has_no_failure()
    {
        JsonElement[] passed = AllCases().Where(c => c.GetProperty("exit").GetInt32() == 0).ToArray();
        Assert.NotEmpty(passed);
        Assert.All(passed, c => Assert.Null(PipFailureReader.Read(Lines(c))));
    }

    [Fact]
    public void Every_recorded_failure_is_recognised_as_something_with_reason_remedy_and_evidence()
    {
        foreach (JsonElement @case in AllCases().Where(c => c.GetProperty("exit").GetInt32() != 0))
        {
            string name = @case.GetProperty("case").GetString()!;
            string[] lines = Lines(@case);
            PipFailure? failure = PipFailureReader.Read(lines);
            Assert.True(failure is not null, $"{name}, pip {@case.GetProperty("pip").GetString()}");
            Assert.NotEmpty(failure.Evidence);
            Assert.All(failure.Evidence, e => Assert.Contains(lines, l => l.Contains(e.TrimEnd('…'), StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("git_clone_fails", "fatal: repository")]
    [InlineData("index_401", "127.0.0.1")]
    [InlineData("old_build_system", "pkg_resources")]
    [InlineData("no_release_for_this_python", "it needs Python >=3.99")]
    public void The_reason_says_what_pip_said(string name, string hint)
    {
        JsonElement @case = PipGolden.Read("pip", "failures.json").EnumerateArray().First(c => c.GetProperty("case").GetString() == name);
        Assert.Contains(hint, PipFailureReader.Read(Lines(@case))!.Reason, StringComparison.Ordinal);
    }

    private static void Check(JsonElement @case, PipFailureKind kind, string? package)
    {
        string python = @case.GetProperty("python").GetString()!;
        PipFailure? failure = PipFailureReader.Read(Lines(@case), python);
        Assert.NotNull(failure);
        Assert.Equal((kind, package), (failure.Kind, failure.Package));
        // The same output comes through Docker with its own words around it.
        string[] build = ["Step 5/9 : RUN pip install six", .. NoisyNeighbour, "Step 6/9 : RUN pip install -r requirements.txt", .. Lines(@case),
            "The command '/bin/sh -c pip install -r requirements.txt && pip cache purge' returned a non-zero code: 1"];
        Assert.Equal((kind, package), PipFailureReader.Read(build, python) is { } same ? (same.Kind, same.Package) : default);
        string[] buildKit = Lines(@case).Select((l, i) => $"#8 {i}.123 \u001b[31m{l}\u001b[0m").ToArray();
        Assert.Equal((kind, package), PipFailureReader.Read(buildKit, python) is { } coloured ? (coloured.Kind, coloured.Package) : default);
    }

    private static readonly string[] NoisyNeighbour =
        ["WARNING: Retrying (Retry(total=4)) after connection broken by 'ReadTimeoutError(\"Read timed out.\")': /simple/six/", "ERROR: ResolutionImpossible"];

    private static TheoryData<string, int> Cases(string[] path, Dictionary<string, (PipFailureKind, string?)> expected)
    {
        TheoryData<string, int> data = [];
        int index = -1;
        foreach (JsonElement @case in PipGolden.Read(path).EnumerateArray())
        {
            index++;
            string name = @case.GetProperty("case").GetString()!;
            if (@case.GetProperty("exit").GetInt32() != 0 && expected.ContainsKey(name))
                data.Add($"{name}, pip {@case.GetProperty("pip").GetString()}", index);
        }
        return data;
    }

    private static IEnumerable<JsonElement> AllCases() =>
        PipGolden.Read("pip_failures.json").EnumerateArray().Concat(PipGolden.Read("pip", "failures.json").EnumerateArray());

    private static string[] Lines(JsonElement @case) => @case.GetProperty("output").GetString()!.Split('\n');
}
