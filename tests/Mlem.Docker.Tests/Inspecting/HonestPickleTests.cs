using System.Diagnostics;
using Mlem.Docker.Artifacts;
using Mlem.Docker.Inspecting;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Inspecting;

/// <summary>What honest models are made of raises no alarm.</summary>
public sealed class HonestPickleTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public void No_golden_model_is_suspected()
    {
        int count = 0;
        foreach (string file in Directory.EnumerateFiles(Golden.Path("models"), "model.mlem", SearchOption.AllDirectories))
        {
            var model = MlemModel.Load(file);
            foreach (MlemArtifact artifact in model.Artifacts)
            {
                using FileStream content = File.OpenRead(Path.Combine(Path.GetDirectoryName(model.Path)!, artifact.Uri));
                (ArtifactReading reading, PickleAudit audit) = PickleFiles.Read(content, new ModuleOrigins(model), isPickle: false);
                Assert.Null(reading.Fault);
                Assert.Empty(audit.Findings);
                count++;
            }
        }

        Assert.True(count > 10, $"{count}");
    }

    [Fact]
    public void Functions_that_stand_in_no_module_are_not_suspected()
    {
        foreach (string file in Directory.EnumerateFiles(Golden.Path("pickled_code"), "*.mlem", SearchOption.AllDirectories))
        {
            using FileStream content = File.OpenRead(Path.ChangeExtension(file, null));
            (ArtifactReading reading, PickleAudit audit) = PickleFiles.Read(content, new ModuleOrigins(MlemModel.Load(file)));
            Assert.Null(reading.Fault);
            Assert.Empty(audit.Findings);
            Assert.NotNull(audit.Writers);
        }
    }

    /// <summary>Debian's own scikit-learn, NumPy and pandas, where they are installed.</summary>
    [Fact]
    public async Task What_scikit_learn_numpy_and_pandas_write_is_not_suspected()
    {
        string folder = Directory.CreateTempSubdirectory("mlem-docker-pickles").FullName;
        try
        {
            var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "Inspecting", "honest.py"), folder])
            {
                RedirectStandardError = true,
            };
            string? missing = !File.Exists(Python) ? Python : await FailureAsync(start);
            Peers.Require("sklearn", missing);
            string[] files = Directory.GetFiles(folder);
            Assert.True(files.Length > 60, $"{files.Length}");
            foreach (string file in files)
            {
                await using FileStream content = File.OpenRead(file);
                if (Path.GetFileName(file).StartsWith("xgbfile", StringComparison.Ordinal))
                {
                    Assert.Equal("xgboost", Assert.Single(FileVersions.Of(content)).Package);
                    continue;
                }

                (ArtifactReading reading, PickleAudit audit) = PickleFiles.Read(content);
                Assert.True(reading.Fault is null, $"{file}: {reading.Fault}");
                Assert.True(audit.Findings.Count == 0, $"{file}: {string.Join("; ", audit.Findings.Select(f => f.What))}");
                if (Path.GetFileName(file).StartsWith("sk_", StringComparison.Ordinal))
                    Assert.True(audit.Versions.Any(v => v.Package == "scikit-learn"), file);
                // The older protocols have no bytes: the model is text in them.
                if (Path.GetFileName(file).StartsWith("xgb_", StringComparison.Ordinal) && !file.EndsWith(".0.pkl", StringComparison.Ordinal)
                    && !file.EndsWith(".1.pkl", StringComparison.Ordinal) && !file.EndsWith(".2.pkl", StringComparison.Ordinal))
                    Assert.True(audit.Versions.Any(v => v.Package == "xgboost"), file);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string?> FailureAsync(ProcessStartInfo start)
    {
        using Process python = Process.Start(start)!;
        string errors = await python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        return python.ExitCode == 0 ? null : errors;
    }
}
