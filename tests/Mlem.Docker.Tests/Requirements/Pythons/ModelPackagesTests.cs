using CsCheck;
using Mlem.Docker.Context;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Tests.Requirements.Pythons;

/// <summary>However a model writes its packages, the Python and the bounds are those of the packages that pip sees.</summary>
public sealed class ModelPackagesTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("mlem-packages-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData("- {module: x, version: 1.22.4, package_name: NumPy}", "NumPy==1.22.4", "")]
    [InlineData("- {module: x, version: 1.3.0, package_name: 'dask[array, dataframe]'}", "dask==1.3.0", "")]
    [InlineData("- {module: torch, version: 1.13.1+cpu}", "torch==1.13.1+cpu", "")]
    [InlineData("- {module: x, version: '1!2.0.post1'}", "x==1!2.0.post1", "")]
    [InlineData("- {module: x, version: 1.21.*, package_name: numpy}", "", "numpy==1.21.*")]
    [InlineData("- {module: x, package_name: 'numpy>=1.21,<1.24'}", "", "numpy>=1.21,<1.24")]
    [InlineData("- {module: x, package_name: 'numpy == 1.22.4'}", "numpy==1.22.4", "")]
    [InlineData("- {module: x, package_name: 'numpy==1.22.4; python_version < \"3.9\"'}", "", "")]
    [InlineData("- {module: x, package_name: 'numpy @ https://e.org/numpy.zip'}", "", "")]
    [InlineData("- {module: x, vcs: git, source_url: 'https://e.org/x', vcs_commit: abc}", "", "")]
    [InlineData("- {module: x, version: not a version}", "x==not a version", "")]
    [InlineData("- {type: unix, package_name: python3-numpy}\n- {type: custom, name: numpy, source64zip: '', is_package: false, module: numpy}", "", "")]
    public void Lines_are_read_as_pip_reads_them(string requirements, string pins, string ranges)
    {
        var packages = ModelPackages.For(Load(requirements));
        Assert.Equal(pins, string.Join(' ', packages.Pins.Select(p => $"{p.Package}=={p.Version}")));
        Assert.Equal(ranges, string.Join(' ', packages.Ranges.Select(r => $"{r.Name}{r.Specifiers}")));
    }

    [Fact]
    public void Spelling_extras_and_local_versions_make_no_difference()
    {
        Gen.Select(
            Gen.OneOfConst(PythonTables.Releases).Array[1, 4].Where(p => p.DistinctBy(r => r.Package).Count() == p.Length),
            Gen.Int[0, 7].Array[4],
            Gen.Bool).Sample((releases, spellings, arm) =>
        {
            string[] plain = [.. releases.Select(r => $"- {{module: m, package_name: '{r.Package}', version: '{r.Version}'}}")];
            string[] spelled = [.. releases.Select((r, i) => $"- {{module: m, package_name: '{Spell(r.Package, spellings[i])}', version: '{r.Version}{(spellings[i] % 2 == 0 ? "" : "+cpu")}'}}")];
            PythonQuestion question = Question(plain, arm);
            PythonQuestion other = Question(spelled, arm);
            Assert.Equal(Chosen(question), Chosen(other));
            Assert.Equal(Day(plain), Day(spelled));
        }, iter: 100, threads: 1);
    }

    private (string? Version, string? Error) Chosen(PythonQuestion question)
    {
        try
        {
            return (PythonChooser.Choose(question).Version, null);
        }
        catch (MlemException error)
        {
            return (null, error.ErrorId);
        }
    }

    private string Day(string[] requirements)
    {
        DatedBounds dated = DatedBounds.For(ModelPackages.For(Load(string.Join('\n', requirements))), [], null, WheelArchitecture.X64)!;
        return $"{dated.Day} {string.Join(' ', dated.Bounds.Select(b => b.Text))}";
    }

    private PythonQuestion Question(string[] requirements, bool arm)
    {
        var packages = ModelPackages.For(Load(string.Join('\n', requirements)));
        return new PythonQuestion(packages.Pins) { Ranges = packages.Ranges, Platform = arm ? "linux/arm64" : null };
    }

    private static string Spell(string package, int how)
    {
        string name = how switch
        {
            < 2 => package.ToUpperInvariant(),
            < 4 => package.Replace('-', '_'),
            < 6 => package.Replace("-", "._", StringComparison.Ordinal),
            _ => package,
        };
        return how % 3 == 0 ? name + "[extra]" : name;
    }

    private MlemModel Load(string requirements)
    {
        string file = Path.Combine(_work, "model.mlem");
        File.WriteAllText(file, "object_type: model\nrequirements:\n" + requirements + "\n");
        return MlemModel.Load(file);
    }
}
