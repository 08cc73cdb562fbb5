using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Pipeline;

/// <summary>What is meant is what is asked for: the Engine that was named, and nothing where only telling was wanted.</summary>
public sealed class MeantEngineTests : IDisposable
{
    private const string Silent = "tcp://127.0.0.1:1";

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Get")]
    [InlineData("Wait")]
    [InlineData("Stop")]
    [InlineData("Remove")]
    public void A_plain_object_is_looked_for_on_the_Engine_that_is_named(string verb)
    {
        SessionResult result = _session.Invoke($"[pscustomobject]@{{ Name = 'iris' }} | {verb}-MlemDockerContainer -DaemonHost {Silent}");

        Assert.Contains(Silent, Assert.Single(result.Errors).Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-MlemDockerContainer -Name iris -DockerEnv (New-MlemDockerEnv -DaemonHost tcp://127.0.0.1:2) | Get-MlemDockerContainer")]
    [InlineData("New-MlemDockerContainer -Name iris -DockerEnv (New-MlemDockerEnv -DaemonHost tcp://127.0.0.1:2) | Get-MlemDockerService")]
    public void A_declaration_that_names_another_Engine_is_refused(string script)
    {
        SessionResult result = _session.Invoke($"{script} -DaemonHost {Silent}");

        Assert.Equal("ParameterNotAllowed", Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0]);
    }

    [Theory]
    [InlineData("Remove-MlemDockerImage iris -Force -WhatIf")]
    [InlineData("function Clear-It { [CmdletBinding(SupportsShouldProcess)] param() Remove-MlemDockerImage iris -Force }; Clear-It -WhatIf")]
    [InlineData("$WhatIfPreference = $true; Remove-MlemDockerImage iris -Force")]
    public async Task Force_answers_a_question_and_not_WhatIf(string script)
    {
        ScriptRun result = await ScriptRun.ShowAsync($"$PSDefaultParameterValues = @{{ 'Remove-MlemDockerImage:DaemonHost' = '{Silent}' }}; {script}", TestContext.Current.CancellationToken);

        Assert.Contains("What if", result.Shown + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Silent, result.Shown + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lists_of_what_is_emitted_are_indexed_as_arrays_are()
    {
        string model = Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", "iris.mlem");

        SessionResult result = _session.Invoke($$"""
            $m = Get-MlemModel '{{model}}'
            $m.Methods[0].Name; $m.Methods[1].Name; $m.Methods[0].Arguments[0].Name; $m.Processors[0].Methods[0].Name
            $m.Requirements[0].GetType().Name; $m.Artifacts[0].GetType().Name
            (New-MlemDockerContainer -Name iris -Port 8080:80, 9090:90).Ports[1]
            """);

        Assert.Equal(
            ["predict", "predict_proba", "X", "predict", "InstallableRequirement", "MlemArtifact", "9090:90"],
            result.Output.Select(o => o?.ToString()));
    }

    [Theory]
    [InlineData("New-MlemDockerContainer /proc/nope/d -Name x -Server fastapi")]
    [InlineData("New-MlemDockerEnv /proc/nope/d -Registry reg:5000")]
    public void A_file_that_cannot_be_written_is_called_so(string script) =>
        Assert.Equal("FileWriteFailed", Assert.Single(_session.Invoke(script).Errors).FullyQualifiedErrorId.Split(',')[0]);

    [Fact]
    public void A_script_for_the_base_image_that_fails_is_a_bad_base_image()
    {
        SessionResult result = _session.Invoke("New-MlemDockerBuildArgs -BaseImage { throw 'no' } | ForEach-Object { $_ }; "
            + $"Export-MlemDockerDir '{Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", "iris")}' /tmp/never -BaseImage {{ throw 'no' }} -WhatIf");

        Assert.Contains(result.Errors, error => error.FullyQualifiedErrorId.StartsWith("BaseImageInvalid", StringComparison.Ordinal));
    }
}
