using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Commands;

/// <summary>What the cmdlet makes of its own parameters; the folders themselves are compared in the golden tests.</summary>
public sealed class ExportMlemDockerDirTests : IDisposable
{
    private static readonly string Model = Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", "iris");

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-export-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData("Export-MlemDockerDir $model -Target $target -RunCommand $null")]
    [InlineData("Export-MlemDockerDir $model -Target $target -BuildArgs @{ run_cmd = $null }")]
    [InlineData("Export-MlemDockerDir $model -Target $target -BuildArgs (New-MlemDockerBuildArgs -RunCommand $null)")]
    public void A_run_command_of_null_gives_no_CMD(string call)
    {
        Assert.Empty(Run(call).Errors);
        Assert.DoesNotContain("CMD", File.ReadAllText(Path.Combine(_work, "out", "Dockerfile")), StringComparison.Ordinal);
    }

    [Fact]
    public void Models_and_targets_come_from_the_properties_of_objects()
    {
        SessionResult result = Run("""
            [pscustomobject]@{ Path = $model; Target = "$target/a" }, [pscustomobject]@{ Path = $model; Target = "$target/b" } |
                Export-MlemDockerDir
            """);
        Assert.Empty(result.Errors);
        Assert.Equal(["a", "b"], result.Output.Cast<DockerDir>().Select(d => Path.GetFileName(d.Path)));
    }

    [Theory]
    [InlineData("-MlemWheel $model", "MlemWheelInvalid")]
    [InlineData("-MlemWheel '/nowhere/mlem-0.4.14-py3-none-any.whl'", "MlemWheelNotFound")]
    [InlineData("-MlemWheel '/nowhere/mlem 0.4.14.whl'", "MlemWheelInvalid")]
    [InlineData("-MlemRevision 'main; reboot'", "MlemSourceInvalid")]
    [InlineData("-MlemVersion \"0.4.14`nRUN reboot\"", "MlemSourceInvalid")]
    [InlineData("-BaseImage ''", "ParameterArgumentValidationError")]
    public void What_would_become_another_command_in_the_Dockerfile_is_refused(string arguments, string errorId)
    {
        SessionResult result = Run($"Export-MlemDockerDir $model -Target $target {arguments}");
        Assert.Equal(errorId, (result.Terminating?.ErrorRecord ?? result.Errors.Single()).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(Directory.GetFileSystemEntries(_work));
    }

    [Fact]
    public void A_check_that_fails_is_one_warning_and_with_Strict_an_error()
    {
        string copy = Path.Combine(_work, "iris");
        File.Copy(Model, copy);
        string text = File.ReadAllText(Model + ".mlem");
        File.WriteAllText(copy + ".mlem", text.Replace("1.2.1", "1.1.3", StringComparison.Ordinal));
        using var session = new Session();
        SessionResult warned = session.Invoke("param($model, $target) Export-MlemDockerDir $model $target", copy, Path.Combine(_work, "out"));
        Assert.Empty(warned.Errors);
        Assert.Single(warned.Warnings, w => w.Contains("scikit-learn 1.2.1", StringComparison.Ordinal));
        SessionResult strict = session.Invoke("param($model, $target) Export-MlemDockerDir $model $target -Strict", copy, Path.Combine(_work, "strict"));
        Assert.Equal("ModelCheckFailed", Assert.Single(strict.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.False(Directory.Exists(Path.Combine(_work, "strict")));
    }

    [Fact]
    public void A_model_that_is_fine_passes_with_Strict_and_no_word()
    {
        SessionResult result = Run("Export-MlemDockerDir $model $target -Strict");
        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
    }

    private SessionResult Run(string script)
    {
        using var session = new Session();
        return session.Invoke($"param($model, $target) {script}", Model, Path.Combine(_work, "out"));
    }
}
