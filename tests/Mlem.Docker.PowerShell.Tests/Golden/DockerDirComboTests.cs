using System.Text.Json;
using Mlem.Docker.PowerShell.Tests.Support;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Golden;

/// <summary>
/// Every folder that the real MLEM wrote, written again by Export-MlemDockerDir and compared byte for byte: with -AsMlem, and
/// without it with what <c>everywhere.json</c> names. What else differs on purpose is named in <c>tests/golden/docker_dirs_on_purpose</c>: a folder for each combination, with the files that
/// differ and a file <c>WHY</c> whose first word is the number in docs/differences.md.
/// </summary>
[Collection(ProcessEnvironment.Name)]
public sealed class DockerDirComboTests : IDisposable
{
    private static readonly string Golden = Path.Combine(BuiltModule.RepositoryRoot, "tests", "golden");

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-combo-").FullName;

    public static TheoryData<string, bool> Reachable() =>
    [
        .. All().Where(c => c.Unreachable is null)
            .SelectMany(c => new[] { true, false }, (c, asMlem) => new TheoryDataRow<string, bool>(c.Name, asMlem)),
    ];

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [MemberData(nameof(Reachable))]
    public void A_folder_is_what_MLEM_writes_or_names_why_not(string name, bool asMlem)
    {
        Combo combo = All().Single(c => c.Name == name);
        var purpose = Purpose.Read(Path.Combine(Golden, "docker_dirs_on_purpose", name));
        string target = Path.Combine(_work, "out");

        FillTarget(combo, target);
        SessionResult result = Export(combo, target, asMlem);

        if (purpose?.ErrorId is { } id)
        {
            Assert.Equal(id, ErrorId(result));
            Assert.False(Directory.Exists(target), "An error left a folder behind.");
        }
        else if (combo.IsError && purpose is null)
        {
            Assert.NotNull(ErrorId(result));
            Assert.False(Directory.Exists(target), "An error left a folder behind.");
        }
        else
        {
            Assert.Null(ErrorId(result));
            Compare(combo, purpose, target, asMlem);
        }
    }

    [Fact]
    public void No_combination_is_left_out_silently()
    {
        Combo[] all = All();
        string[] unreachable = [.. all.Where(c => c.Unreachable is not null).Select(c => c.Name)];
        string[] purposes = [.. Directory.EnumerateDirectories(Path.Combine(Golden, "docker_dirs_on_purpose")).Select(d => Path.GetFileName(d)!)];
        string[] numbers = [.. purposes.Select(p => Purpose.Read(Path.Combine(Golden, "docker_dirs_on_purpose", p))!.Why.Split(' ')[0]).Distinct().Order()];
        GoldenCount.Report(
            "Docker folder", all.Length - unreachable.Length, all.Length - unreachable.Length - purposes.Length, purposes.Length,
            string.Join(' ', numbers));
        GoldenCount.Report("Docker folder that no cmdlet can ask for", unreachable.Length, 0, unreachable.Length, "named in Combo.cs");
        Assert.Equal(116, all.Length);
        Assert.Equal(9, unreachable.Length);
        Assert.Empty(purposes.Except(all.Select(c => c.Name)));
    }

    private static Combo[] All() =>
    [
        .. JsonDocument.Parse(File.ReadAllText(Path.Combine(Golden, "docker_dirs", "combos.json")))
            .RootElement.EnumerateArray().Select(c => new Combo(c)),
    ];

    // What lay in the target before: MLEM leaves it there, Export-MlemDockerDir -Force replaces the whole folder.
    private static void FillTarget(Combo combo, string target)
    {
        if (!combo.TargetHasContent)
            return;
        Directory.CreateDirectory(Path.Combine(target, "subdir"));
        File.WriteAllText(Path.Combine(target, "leftover.txt"), "left over");
        File.WriteAllText(Path.Combine(target, "subdir", "x"), "left over");
    }

    private SessionResult Export(Combo combo, string target, bool asMlem)
    {
        string wheel = Path.Combine(_work, "mlem-0.4.14-py3-none-any.whl");
        File.WriteAllText(wheel, "stands in for the wheel");
        foreach ((string name, string value) in combo.Variables)
            Environment.SetEnvironmentVariable(name, Combo.WheelPath(value, wheel));
        try
        {
            using var session = new Session();
            if (combo.UsesBuilderFile)
            {
                return session.Invoke(
                    "param($location, $parameters) [void]$ExecutionContext.SessionState.Path.SetLocation($location); Invoke-MlemBuilder @parameters",
                    Directory.GetParent(target)!.FullName,
                    combo.BuilderParameters(target, asMlem));
            }

            return session.Invoke(
                "param($location, $parameters) [void]$ExecutionContext.SessionState.Path.SetLocation($location); Export-MlemDockerDir @parameters",
                combo.Location,
                combo.Parameters(target, wheel, _work, asMlem));
        }
        finally
        {
            foreach ((string name, _) in combo.Variables)
                Environment.SetEnvironmentVariable(name, null);
        }
    }

    private static void Compare(Combo combo, Purpose? purpose, string target, bool asMlem)
    {
        Dictionary<string, byte[]> expected = Directory.Exists(combo.Folder) ? Files(combo.Folder) : [];
        foreach ((string file, byte[] content) in purpose?.Files ?? new Dictionary<string, byte[]>())
            expected[file] = content;
        foreach (string file in purpose?.Absent ?? [])
            expected.Remove(file);
        if (!asMlem)
            Assert.NotEmpty(EverywhereRules.Apply(expected));
        Dictionary<string, byte[]> actual = Files(target);
        actual.Remove("mlem-0.4.14-py3-none-any.whl");

        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach ((string file, byte[] content) in expected)
            Assert.Equal(System.Text.Encoding.UTF8.GetString(content), System.Text.Encoding.UTF8.GetString(actual[file]));
        foreach ((string file, byte[] content) in expected)
            Assert.True(content.AsSpan().SequenceEqual(actual[file]), file);
    }

    private static string? ErrorId(SessionResult result) =>
        (result.Terminating?.ErrorRecord ?? result.Errors.FirstOrDefault())?.FullyQualifiedErrorId.Split(',')[0];

    private static Dictionary<string, byte[]> Files(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllBytes);
}
