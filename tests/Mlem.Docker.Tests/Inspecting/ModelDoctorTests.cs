using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Inspecting;

/// <summary>What <c>Test-MlemModel</c> tells of models.</summary>
public sealed class ModelDoctorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-docker-inspect").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nothing_is_wrong_with_golden_models()
    {
        foreach (string file in Directory.EnumerateFiles(Golden.Path("models"), "model.mlem", SearchOption.AllDirectories))
        {
            foreach (ModelCheck row in await ExamineAsync(file))
            {
                // One golden model has made-up requirements.
                if (!file.Contains("e_requirements", StringComparison.Ordinal))
                    Assert.True(row.State is DockerCheckState.Passed, $"{file}: {row.Name} {row.Finding}");
            }
        }
    }

    [Theory]
    [InlineData("a_sklearn_df", "sklearn", "scikit-learn")]
    [InlineData("b_sklearn_np", "sklearn", "scikit-learn")]
    [InlineData("c1_callable_module", "localmod", "localmod")]
    [InlineData("c2_callable_package", "localpkg", "localpkg")]
    [InlineData("d_processors", "procs", "procs")]
    [InlineData("d2_xgboost_in_callable", "xgboost", "xgboost")]
    [InlineData("g3_indexed_df", "procs", "procs")]
    public async Task A_requirement_that_is_taken_out_is_named(string model, string module, string package)
    {
        string file = Without(model, module);
        ModelCheck row = Assert.Single(await ExamineAsync(file), r => r.Name == "Modules");
        Assert.Equal(DockerCheckState.Failed, row.State);
        Assert.Contains(package, row.Finding, StringComparison.Ordinal);
        Assert.Equal([package], row.Evidence);
    }

    [Theory]
    [InlineData("3.8", "3.8 to 3.9")]
    [InlineData("3.10", "3.10")]
    [InlineData("3.11", "3.11")]
    [InlineData("3.12", "3.12")]
    [InlineData("3.13", "3.13")]
    public async Task The_python_that_wrote_the_code_is_told(string python, string writers)
    {
        IReadOnlyList<ModelCheck> rows = await ExamineAsync(Golden.Path("pickled_code", python, "calls.mlem"));
        ModelCheck row = Assert.Single(rows, r => r.Name == "Python");
        Assert.Equal(DockerCheckState.Passed, row.State);
        Assert.Contains(writers, string.Join(" ", row.Evidence), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_python_is_a_failure()
    {
        IReadOnlyList<ModelCheck> rows = await ExamineAsync(
            Golden.Path("pickled_code", "3.11", "calls.mlem"), new ModelDoctorOptions { PythonVersion = "3.12" });
        Assert.Equal(DockerCheckState.Failed, Assert.Single(rows, r => r.Name == "Python").State);
    }

    [Fact]
    public async Task A_changed_artifact_is_told_by_its_hash_and_what_it_does()
    {
        string file = Copy("b_sklearn_np");
        byte[] pickle = File.ReadAllBytes(Path.Combine(_folder, "model"));
        byte[] hostile = PickleWriter.Protocol(4).StackGlobal("os", "system").Call("id").End();
        hostile.CopyTo(pickle, 0);
        File.WriteAllBytes(Path.Combine(_folder, "model"), pickle);
        IReadOnlyList<ModelCheck> rows = await ExamineAsync(file);
        Assert.Equal(DockerCheckState.Passed, State("Artifacts"));
        Assert.Equal(DockerCheckState.Failed, State("Hashes"));
        Assert.Equal(DockerCheckState.Failed, State("Globals"));
        Assert.Contains(rows, r => r.Evidence.Any(e => e.Contains("os.system('id')", StringComparison.Ordinal)));

        DockerCheckState State(string name) => Assert.Single(rows, r => r.Name == name).State;
    }

    [Fact]
    public async Task An_artifact_that_is_cut_or_missing_is_told()
    {
        string file = Copy("b_sklearn_np");
        string artifact = Path.Combine(_folder, "model");
        byte[] whole = File.ReadAllBytes(artifact);
        File.WriteAllBytes(artifact, whole[..100]);
        IReadOnlyList<ModelCheck> cut = await ExamineAsync(file);
        Assert.Contains(cut, r => r is { Name: "Artifacts", State: DockerCheckState.Failed });
        Assert.Contains(cut, r => r is { Name: "Pickles", State: DockerCheckState.Failed });
        File.Delete(artifact);
        Assert.Contains(await ExamineAsync(file), r => r is { Name: "Artifacts", State: DockerCheckState.Failed });
    }

    [Fact]
    public async Task Another_version_of_scikit_learn_is_told()
    {
        string file = Copy("b_sklearn_np");
        File.WriteAllText(file, File.ReadAllText(file).Replace("1.2.1", "1.5.0", StringComparison.Ordinal));
        ModelCheck row = Assert.Single(await ExamineAsync(file), r => r.Name == "Versions");
        Assert.Equal(DockerCheckState.Failed, row.State);
        Assert.Contains("1.2.1", row.Finding, StringComparison.Ordinal);
        Assert.Contains("1.5.0", row.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("match x:\n    case 1: pass\n", "3.9", "localmod.py, line 1: match needs Python 3.10")]
    [InlineData("x = (1,\n", null, "localmod.py, line 1: a bracket has no partner")]
    [InlineData("print 'x'\n", "3.11", "localmod.py, line 1: not Python 3")]
    public async Task An_own_file_that_the_python_cannot_read_is_told(string source, string? python, string finding)
    {
        ModelCheck row = Assert.Single(await ExamineAsync(WithSource(source), new ModelDoctorOptions { PythonVersion = python }), r => r.Name == "Sources");
        Assert.Equal(DockerCheckState.Failed, row.State);
        Assert.Contains(finding, row.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_own_file_that_the_python_can_read_passes()
    {
        ModelCheck row = Assert.Single(
            await ExamineAsync(WithSource("match x:\n    case 1: pass\n"), new ModelDoctorOptions { PythonVersion = "3.11" }), r => r.Name == "Sources");
        Assert.Equal(DockerCheckState.Passed, row.State);
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_one_row()
    {
        string file = Path.Combine(_folder, "broken.mlem");
        File.WriteAllText(file, "object_type: [");
        Assert.Equal(DockerCheckState.Failed, Assert.Single(await ExamineAsync(file)).State);
    }

    private string WithSource(string source)
    {
        string file = Copy("c1_callable_module");
        using var zipped = new MemoryStream();
        using (var zlib = new ZLibStream(zipped, CompressionMode.Compress, leaveOpen: true))
            zlib.Write(Encoding.UTF8.GetBytes(source));
        File.WriteAllText(file, Regex.Replace(
            File.ReadAllText(file), @"(?<=source64zip: )\S+(?:\n    \S+)*", Convert.ToBase64String(zipped.ToArray())));
        return file;
    }

    private static async Task<IReadOnlyList<ModelCheck>> ExamineAsync(string file, ModelDoctorOptions? options = null)
    {
        var rows = new List<ModelCheck>();
        await foreach (ModelCheck row in ModelDoctor.ExamineAsync(file, options ?? new ModelDoctorOptions(), TestContext.Current.CancellationToken))
            rows.Add(row);
        return rows;
    }

    private string Copy(string model)
    {
        string from = Golden.Path("models", model);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string to = Path.Combine(_folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }

        return Path.Combine(_folder, "model.mlem");
    }

    // The lines of the requirements are a list of mappings; each begins with "- ".
    private string Without(string model, string module)
    {
        string file = Copy(model);
        string[] parts = File.ReadAllText(file).Split("requirements:\n");
        string[] requirements = parts[1].Split("\n- ");
        requirements[0] = requirements[0]["- ".Length..];
        string[] kept = [.. requirements.Where(r => !r.Split('\n').Any(l => l.Trim() == $"module: {module}")).Select(r => "- " + r.TrimEnd('\n'))];
        File.WriteAllText(file, parts[0] + (kept.Length == 0 ? "requirements: []\n" : $"requirements:\n{string.Join('\n', kept)}\n"));
        return file;
    }
}
