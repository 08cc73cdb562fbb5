using System.Management.Automation;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Pipeline;

/// <summary>What one cmdlet emits and another takes, as PowerShell's own binder gives it on.</summary>
public sealed class BinderTests : IDisposable
{
    private static readonly string ModelFile = Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", "iris.mlem");

    private readonly Session _session = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-binder-").FullName;

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("New-MlemDockerBuildArgs -PythonVersion 3.11.2 | New-MlemDockerContainer | ForEach-Object { $_.Args.PythonVersion }")]
    [InlineData("@{ python_version = '3.11.2' } | New-MlemDockerContainer | ForEach-Object { $_.Args.PythonVersion }")]
    [InlineData("Sent (New-MlemDockerBuildArgs -PythonVersion 3.11.2) | New-MlemDockerContainer | ForEach-Object { $_.Args.PythonVersion }")]
    [InlineData("New-MlemDockerBuildArgs -PythonVersion 3.11.2 | New-MlemDockerContainer -LiteralPath 'a[1]' | ForEach-Object { $_.Args.PythonVersion }")]
    [InlineData("New-MlemDockerBuildArgs -PythonVersion 3.11.2 | Export-MlemDockerDir $model out/a -Server fastapi | ForEach-Object { $_.BaseImage -replace 'python:|-slim' }")]
    [InlineData("New-MlemDockerBuildArgs -PythonVersion 3.11.2 | Export-MlemDockerDir -Model (Get-MlemModel $model) -Target out/b -Server fastapi | ForEach-Object { $_.BaseImage -replace 'python:|-slim' }")]
    [InlineData("New-MlemDockerBuildArgs -PythonVersion 3.9.13 | Export-MlemDockerDir $model out/c -PythonVersion 3.11.2 -Server fastapi | ForEach-Object { $_.BaseImage -replace 'python:|-slim' }")]
    public void Build_arguments_go_where_they_are_used(string script) => Assert.Equal(["3.11.2"], Run(script));

    [Theory]
    [InlineData("New-MlemDockerEnv -Registry reg:5000 | New-MlemDockerContainer | ForEach-Object { $_.ToYaml() -match 'host: reg:5000' }")]
    [InlineData("Sent (New-MlemDockerEnv -Registry reg:5000) | New-MlemDockerContainer | ForEach-Object { $_.ToYaml() -match 'host: reg:5000' }")]
    [InlineData("New-MlemDockerEnv staging -Registry reg:5000 | New-MlemDockerContainer x | ForEach-Object { $_.ToYaml() -match 'env: .*staging' }")]
    [InlineData("New-MlemDockerEnv staging | ForEach-Object Path | New-MlemDockerContainer x | ForEach-Object { $_.ToYaml() -match 'env: .*staging' }")]
    [InlineData("New-MlemDockerEnv -DaemonHost tcp://127.0.0.1:1 | Test-MlemDocker | ForEach-Object { 'Failed' -in $_.State } | Where-Object { $_ } | ForEach-Object { $_; break }")]
    public void An_environment_goes_where_it_is_used(string script) => Assert.Contains("True", Run(script));

    [Theory]
    [InlineData("Export-MlemDockerDir $model out/d -Server fastapi | New-MlemDockerImage -WhatIf -Verbose 4>&1", "Build the image iris:latest")]
    [InlineData("Export-MlemDockerDir $model out/d -Server fastapi | New-MlemDockerImage -Name flowers -Tag 2 -WhatIf", "Build the image flowers:2")]
    [InlineData("Sent (Export-MlemDockerDir $model out/d -Server fastapi) | New-MlemDockerImage -WhatIf", "Build the image iris:latest")]
    [InlineData("Export-MlemDockerDir $model out/d -Server fastapi -Optimize | New-MlemDockerImage -WhatIf", "Build the image iris:latest")]
    [InlineData("New-MlemDockerImage -DockerDir (Export-MlemDockerDir $model out/d -Server fastapi) -WhatIf", "Build the image iris:latest")]
    public async Task A_Docker_folder_goes_to_where_images_are_made(string script, string expected)
    {
        // What -WhatIf says goes to the screen.
        ScriptRun result = await ScriptRun.ShowAsync(Prologue() + script, TestContext.Current.CancellationToken);

        Assert.Contains(expected, result.Error + result.Shown, StringComparison.Ordinal);
        Assert.Contains("model.mlem", result.Error + result.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$dir | New-MlemDockerImage -Server streamlit", "ParameterNotAllowed")]
    [InlineData("$dir | New-MlemDockerImage -BuildArgs @{ python_version = '3.11.2' }", "ParameterNotAllowed")]
    [InlineData("[IO.File]::Delete(\"$($dir.Path)/Dockerfile\"); $dir | New-MlemDockerImage", "DockerDirInvalid")]
    [InlineData("[IO.Directory]::Delete($dir.Path, $true); $dir | New-MlemDockerImage", "DockerDirInvalid")]
    [InlineData("$null = [IO.File]::CreateSymbolicLink(\"$($dir.Path)/x\", '/etc/hosts'); $dir | New-MlemDockerImage", "DockerDirInvalid")]
    [InlineData("$dir | New-MlemDockerImage -BuildArg NO_SUCH_VARIABLE", "EnvironmentVariableNotSet")]
    public void What_is_wrong_with_a_Docker_folder_is_said(string script, string expected)
    {
        SessionResult result = _session.Invoke(Prologue() + "$dir = Export-MlemDockerDir $model out/d -Server fastapi\n" + script);

        Assert.Null(result.Terminating);
        Assert.Equal(expected, Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0]);
    }

    [Theory]
    [InlineData("$model | Export-MlemDockerDir -Target out/e -Server fastapi")]
    [InlineData("[IO.FileInfo] $model | Export-MlemDockerDir -Target out/e -Server fastapi")]
    [InlineData("Get-MlemModel $model | Export-MlemDockerDir -Target out/e -Server fastapi")]
    [InlineData("Sent (Get-MlemModel $model) | Export-MlemDockerDir -Target out/e -Server fastapi")]
    [InlineData("[pscustomobject] @{ Path = $model } | Export-MlemDockerDir -Target out/e -Server fastapi")]
    [InlineData("[pscustomobject] @{ Path = $model; Target = 'out/e' } | Export-MlemDockerDir -Server fastapi")]
    [InlineData("[pscustomobject] @{ PSPath = $model; PythonVersion = '3.11.2' } | Export-MlemDockerDir -Target out/e -Server fastapi")]
    [InlineData("Get-MlemModel $model | Export-MlemDockerDir -Target { \"out/$($_.Name[0])e\".Remove(4, 1) } -Server fastapi")]
    [InlineData("@(Get-MlemModel $model) | Export-MlemDockerDir -Target out/e -Server fastapi")]
    [InlineData("Export-MlemDockerDir -Model @(Get-MlemModel $model) -Target out/e -Server fastapi")]
    [InlineData("Export-MlemDockerDir -Model (Get-MlemModel $model) -Target out/e -Server fastapi")]
    public void A_model_is_taken_in_every_form(string script) =>
        Assert.Equal([Path.Combine(_folder, "out", "e")], Run(script + " | ForEach-Object Path"));

    [Theory]
    [InlineData("Get-MlemDockerImage")]
    [InlineData("Test-MlemDockerImage")]
    [InlineData("Publish-MlemDockerImage -Registry reg:5000")]
    [InlineData("Remove-MlemDockerImage -Force")]
    public void An_image_is_meant_on_the_Engine_where_it_was_found(string command)
    {
        using var engine = new FakeEngine();
        using var other = new FakeEngine();
        _session.Invoke($"Get-MlemDockerImage wine* -DaemonHost {engine.Address} | {command} *> $null");
        int before = engine.Questions.Count;
        Assert.Contains(engine.Questions, q => q.Contains("wine", StringComparison.Ordinal));

        _session.Invoke($"Get-MlemDockerImage wine* -DaemonHost {engine.Address} | {command} -DaemonHost {other.Address} *> $null");

        // Only listed there this time.
        Assert.True(engine.Questions.Count - before < before, string.Join(' ', engine.Questions));
        Assert.Contains(other.Questions, q => q.Contains("wine", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-MlemModel $model | Remove-MlemDockerImage -WhatIf")]
    [InlineData("New-MlemDockerBuildArgs | Publish-MlemDockerImage -WhatIf")]
    [InlineData("Get-MlemModel $model | Test-MlemDockerImage")]
    [InlineData("New-MlemDockerRegistry reg | Get-MlemDockerImage")]
    [InlineData("Get-MlemModel $model | Stop-MlemDockerContainer -WhatIf")]
    [InlineData("New-MlemDockerEnv | Stop-MlemDockerService -WhatIf")]
    [InlineData("[pscustomobject] @{ Nothing = 1 } | Remove-MlemDockerContainer -WhatIf")]
    [InlineData("Sent (Get-MlemModel $model) | Remove-MlemDockerImage -WhatIf")]
    [InlineData("Sent ([IO.FileInfo] $model) | Remove-MlemDockerImage -WhatIf")]
    [InlineData("Sent ([IO.FileInfo] $model) | Publish-MlemDockerImage -WhatIf")]
    [InlineData("Sent ([IO.FileInfo] $model) | Remove-MlemDockerContainer -WhatIf")]
    [InlineData("Sent ([Mlem.Docker.DockerImage]::FromReference('iris')) | Stop-MlemDockerContainer -WhatIf")]
    public void An_object_that_a_cmdlet_does_not_take_is_not_taken_for_a_name(string script)
    {
        SessionResult result = _session.Invoke(Prologue() + script);

        Assert.Null(result.Terminating);
        Assert.Equal("InputObjectNotBound", Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0]);
    }

    // As jobs send it, as tables have it, and with a registry beside it.
    [Theory]
    [InlineData("Sent $image 1", "the Docker Engine", "iris:latest")]
    [InlineData("Sent (Sent $image 1) 1", "the Docker Engine", "iris:latest")]
    [InlineData("[pscustomobject] @{ Name = 'iris'; Tag = 'latest'; Registry = 'local' }", "the Docker Engine", "iris:latest")]
    [InlineData("[pscustomobject] @{ Name = 'iris'; Registry = '' }", "the Docker Engine", "iris:latest")]
    [InlineData("Sent ([pscustomobject] @{ Name = 'iris'; Tag = '2' }) 1", "the Docker Engine", "iris:2")]
    [InlineData("[pscustomobject] @{ Name = 'iris'; Tag = 'latest'; Registry = 'localhost:1' }", "the registry localhost:1", "localhost:1/iris:latest")]
    [InlineData("Sent ([Mlem.Docker.DockerImage]::FromReference('iris', [Mlem.Docker.RemoteRegistry]::new('localhost:1'))) 1", "the registry localhost:1", "localhost:1/iris:latest")]
    [InlineData("$image", "the registry localhost:1", "localhost:1/iris:latest", "-Registry localhost:1")]
    [InlineData("[pscustomobject] @{ Registry = 'localhost:1'; Daemon = '' }", "the registry localhost:1", "localhost:1/iris:latest", "iris")]
    public void What_is_removed_is_the_image_that_was_meant(string input, string where, string image, string arguments = "")
    {
        SessionResult result = _session.Invoke(
            Prologue() + "$image = [Mlem.Docker.DockerImage]::FromReference('iris')\n"
            + $"{input} | Remove-MlemDockerImage {arguments} -DaemonHost tcp://127.0.0.1:1 -Confirm:$false -Verbose 4>&1");

        Assert.Equal(
            [$"Performing the operation \"Remove the image from {where}\" on target \"{image}\"."],
            result.Output.OfType<VerboseRecord>().Select(v => v.Message).Where(m => m.StartsWith("Performing", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Remove-MlemDockerImage -Image team/iris:2 -DaemonHost tcp://127.0.0.1:1 -Confirm:$false -Verbose 4>&1")]
    [InlineData("([Mlem.Docker.DockerImage] 'team/iris:2').Uri")]
    public void A_text_for_an_image_is_its_whole_name(string script)
    {
        string said = string.Join('\n', _session.Invoke(Prologue() + script).Output);

        Assert.Contains("team/iris:2", said, StringComparison.Ordinal);
        Assert.DoesNotContain("latest", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7, 'x' | Remove-MlemDockerImage -WhatIf")]
    [InlineData("'iris:1.0', 'localhost:5000/team/iris:1.0', 'iris:1.0' | Remove-MlemDockerImage -WhatIf")]
    [InlineData("'env:1.0', 'variable:1', 'a/../b:1', '~', 'x[1' | ForEach-Object { $_ } | Get-MlemDockerImage -DaemonHost tcp://127.0.0.1:1 2>$null")]
    [InlineData("Get-MlemModel $model | Remove-MlemDockerImage -Name { $_.Name } -WhatIf")]
    public void Texts_and_numbers_are_names_and_so_is_what_a_script_block_makes(string script) => Assert.Empty(Run(script));

    [Theory]
    [InlineData("New-MlemDockerEnv -DaemonHost ENGINE | Get-MlemDockerImage", true)]
    [InlineData("New-MlemDockerEnv -DaemonHost ENGINE | Get-MlemDockerImage wine", true)]
    [InlineData("Sent (New-MlemDockerEnv -DaemonHost ENGINE) | Test-MlemDockerImage wine:dev", true)]
    [InlineData("(New-MlemDockerEnv x -DaemonHost ENGINE).Path | Publish-MlemDockerImage wine:dev -Registry localhost:1", true)]
    [InlineData("New-MlemDockerEnv -DaemonHost ENGINE | Start-MlemDockerContainer -Model $model -Server fastapi -WhatIf", true)]
    [InlineData("Sent (New-MlemDockerEnv -DaemonHost ENGINE) | Start-MlemDockerContainer -Model $model -Server fastapi -WhatIf", true)]
    [InlineData("'wine:dev' | Test-MlemDockerImage -DaemonHost ENGINE", true)]
    [InlineData("'wine:dev' | Get-MlemDockerImage -DaemonHost ENGINE", true)]
    [InlineData("(New-MlemDockerEnv wine -DaemonHost ENGINE).Name | Test-MlemDockerImage -DaemonHost tcp://127.0.0.1:1", false)]
    [InlineData("(New-MlemDockerEnv wine -DaemonHost ENGINE).Name | Remove-MlemDockerImage -Confirm:$false", false)]
    public void An_environment_that_is_piped_names_the_Engine_and_a_name_does_not(string script, bool asked)
    {
        using var engine = new FakeEngine();
        _session.Invoke(Prologue() + script.Replace("ENGINE", engine.Address, StringComparison.Ordinal) + " *> $null");

        Assert.Equal(asked, !engine.Questions.IsEmpty);
    }

    [Theory]
    [InlineData("New-MlemDockerEnv | Remove-MlemDockerImage -WhatIf", "InputObjectMissingMandatory")]
    [InlineData("'nosuch' | Get-MlemDockerImage iris", "InputObjectNotBound")]
    [InlineData("Get-MlemDockerImage iris -DockerEnv nosuch", "ParameterArgumentTransformationError")]
    public void What_is_no_environment_and_an_environment_without_an_image_are_refused(string script, string expected) =>
        Assert.Equal(expected, Assert.Single(_session.Invoke(Prologue() + script).Errors).FullyQualifiedErrorId.Split(',')[0]);

    [Theory]
    [InlineData("New-MlemDockerEnv -LiteralPath 'a[1]'", "a[1].mlem")]
    [InlineData("New-MlemDockerEnv 'a[1]'", "a[1].mlem")]
    [InlineData("New-MlemDockerEnv 'a`[1`]'", "a[1].mlem")]
    [InlineData("New-MlemDockerContainer -LiteralPath 'b`[1'", "b`[1.mlem")]
    [InlineData("New-MlemDockerContainer 'b`[1`].mlem'", "b[1].mlem")]
    public void A_file_to_write_is_named_as_it_is_or_as_the_tab_key_writes_it(string script, string expected) =>
        Assert.Equal([Path.Combine(_folder, expected)], Run(script + " | ForEach-Object Path"));

    private string[] Run(string script)
    {
        SessionResult result = _session.Invoke(Prologue() + script);
        Assert.Null(result.Terminating);
        Assert.Empty(result.Errors);
        return [.. result.Output.Select(o => o?.ToString() ?? "")];
    }

    private string Prologue() => $$"""
        $model = '{{ModelFile}}'; $folder = '{{_folder}}'
        $null = $ExecutionContext.SessionState.Path.SetLocation($folder)
        function Sent($value, $depth = 2) { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($value, $depth)) }

        """;
}
