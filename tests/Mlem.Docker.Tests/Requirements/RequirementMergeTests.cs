using Mlem.Docker.Requirements;

namespace Mlem.Docker.Tests.Requirements;

public sealed class RequirementMergeTests
{
    [Fact]
    public void A_package_stands_once_and_its_version_wins() => Assert.Equal(
        ["fastapi==0.92.0"],
        Lines([new InstallableRequirement("fastapi")], [new InstallableRequirement("FastAPI") { Version = "0.92.0" }]));

    [Fact]
    public void Names_are_compared_as_PEP_503_does_and_written_as_the_model_spells_them() => Assert.Equal(
        ["My_Pkg==1.0"],
        Lines([new InstallableRequirement("My_Pkg") { Version = "1.0" }], [new InstallableRequirement("my-pkg")]));

    [Fact]
    public void Versions_that_mean_the_same_are_no_conflict() => Assert.Equal(
        ["a==1.0"],
        Lines([new InstallableRequirement("a") { Version = "1.0" }], [new InstallableRequirement("a") { Version = "1.0.0" }]));

    [Fact]
    public void A_commit_says_more_than_a_name_alone_and_an_index_is_kept_whoever_names_it()
    {
        InstallableRequirement[] model =
        [
            new("a"),
            new("b") { Version = "1" },
            new("a") { Vcs = "git", SourceUrl = "https://h/a", VcsCommit = "c0ffee" },
            new("b") { ExtraIndex = "https://i/simple" },
        ];
        Assert.Equal(
            "--extra-index-url https://i/simple\ngit+https://h/a@c0ffee\nb==1",
            RequirementsFile.Write(new RequirementMerge().Add(model, "the model").Requirements));
    }

    [Fact]
    public void Two_versions_are_an_error_that_names_both_and_where_each_came_from()
    {
        MlemException error = Assert.Throws<MlemException>(() => Lines(
            [new InstallableRequirement("fastapi") { Version = "0.1.0" }], [new InstallableRequirement("fastapi") { Version = "0.92.0" }]));
        Assert.Equal("RequirementConflict", error.ErrorId);
        Assert.Contains("the model asks for 0.1.0, the server for 0.92.0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_from_a_repository_stays_when_the_server_asks_for_any() => Assert.Equal(
        ["git+https://x/y@abc"],
        Lines([new InstallableRequirement("y") { Vcs = "git", SourceUrl = "https://x/y", VcsCommit = "abc" }], [new InstallableRequirement("y")]));

    [Theory]
    [InlineData("pk.sub", "pk")]
    [InlineData("pk", "pk.sub")]
    public void A_package_swallows_its_modules_whichever_comes_first(string first, string second)
    {
        var merged = new RequirementMerge().Add([Source(first), Source(second)], "the model").Requirements;
        Assert.Equal("pk", Assert.IsType<CustomRequirement>(Assert.Single(merged)).Name);
    }

    [Fact]
    public void Init_files_lie_on_the_way_to_modules_and_nowhere_else()
    {
        var files = RequirementsFile.Sources(
        [
            new CustomRequirement("a.b.c", "a", Zip("x = 1"), IsPackage: false),
            new FileRequirement("conf/deep/x.txt", Zip("text")),
            new FileRequirement("a/data/x.bin", Zip("text")),
        ]);
        Assert.Equal(
            ["a/__init__.py", "a/b/__init__.py", "a/b/c.py", "a/data/x.bin", "conf/deep/x.txt"], files.Select(f => f.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Extra_indexes_stand_first_in_the_order_in_which_they_appear() => Assert.Equal(
        "--extra-index-url https://b\n--extra-index-url https://a\nx==1\ny\nz",
        RequirementsFile.Write(
        [
            new InstallableRequirement("x") { Version = "1", ExtraIndex = "https://b" },
            new InstallableRequirement("y") { ExtraIndex = "https://a" },
            new InstallableRequirement("z") { ExtraIndex = "https://b" },
            new CondaPackageRequirement("c", null, "conda-forge"),
        ]));

    [Fact]
    public void A_zip_bomb_is_refused_before_it_fills_the_memory()
    {
        string bomb = Zip(new string('a', 70 * 1024 * 1024));
        Assert.True(bomb.Length < 200_000);
        Assert.Equal("RequirementSourceTooLarge", Assert.Throws<MlemException>(() => new FileRequirement("x", bomb).GetContent()).ErrorId);
    }

    [Theory]
    [InlineData("not base64!", "RequirementSourceInvalid")]
    [InlineData("AAAA", "RequirementSourceInvalid")]
    public void A_damaged_source_is_one_clear_error(string text, string id)
    {
        MlemException error = Assert.Throws<MlemException>(() => new FileRequirement("x", text).GetContent());
        Assert.Equal(id, error.ErrorId);
        Assert.Contains("'x'", error.Message, StringComparison.Ordinal);
    }

    private static CustomRequirement Source(string name) => new(name, name.Split('.')[0], Zip("x = 1"), IsPackage: name == "pk");

    private static IEnumerable<string> Lines(InstallableRequirement[] model, InstallableRequirement[] server) =>
        new RequirementMerge().Add(model, "the model").Add(server, "the server").Requirements.Select(r => r.ToString()!);

    private static string Zip(string text)
    {
        using var zipped = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(zipped, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return Convert.ToBase64String(zipped.ToArray());
    }
}
