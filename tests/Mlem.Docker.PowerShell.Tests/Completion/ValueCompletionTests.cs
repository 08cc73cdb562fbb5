using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Completion;

public sealed class ValueCompletionTests : IDisposable
{
    private readonly Session _session = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-complete-").FullName;

    public ValueCompletionTests() =>
        _session.Invoke("param($folder) $ExecutionContext.SessionState.Path.SetLocation($folder)", _folder);

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("Export-MlemDockerDir x y -Server ")]
    [InlineData("New-MlemDockerImage x -Server ")]
    [InlineData("New-MlemDockerContainer -Server ")]
    [InlineData("Start-MlemDockerContainer -Server ")]
    public void Server_types_are_MLEMs(string input) => Assert.Equal(Server.Types, Completions.Offered(_session, input));

    [Theory]
    [InlineData("New-MlemDockerImage x -Server f", "fastapi")]
    [InlineData("New-MlemDockerImage x -Server 'stream", "'streamlit'")]
    [InlineData("New-MlemDockerImage x -Server \"STREAM", "\"streamlit\"")]
    [InlineData("New-MlemDockerImage x -Registry docker_", "docker_io")]
    [InlineData("New-MlemDockerImage x -Platform linux/arm6", "linux/arm64")]
    [InlineData("New-MlemDockerContainer -StateManager lo", "local")]
    [InlineData("New-MlemDockerContainer -StateManager s3://bucket/states", "local")]
    [InlineData("New-MlemDockerContainer -StateManager gs", "local")]
    [InlineData("Wait-MlemDockerContainer x -Status Unk", "Unknown")]
    [InlineData("New-MlemDockerImage x -MlemSource w", "Whl")]
    public void A_word_that_was_begun_is_ended(string input, string expected) =>
        Assert.Equal([expected], Completions.Offered(_session, input));

    [Fact]
    public void Environment_variables_are_offered_by_name_and_never_by_value()
    {
        Environment.SetEnvironmentVariable("MLEM_COMPLETION_SECRET", "hunter2");
        try
        {
            string[] offered = Completions.Offered(_session, "New-MlemDockerImage x -SetEnv MLEM_COMPLETION_");

            Assert.Equal(["MLEM_COMPLETION_SECRET"], offered);
        }
        finally
        {
            Environment.SetEnvironmentVariable("MLEM_COMPLETION_SECRET", null);
        }
    }

    [Fact]
    public void A_registry_that_the_session_is_logged_in_to_is_offered()
    {
        using var registry = new FakeRegistry();
        _session.Invoke(
            """
            param($where)
            $password = [securestring]::new()
            'pw'.ToCharArray().ForEach({ $password.AppendChar($_) })
            Connect-MlemDockerRegistry $where -Credential ([pscredential]::new('me', $password))
            """,
            registry.Host);

        Assert.Contains(registry.Host, Completions.Offered(_session, "Get-MlemDockerImage x -Registry local"));
    }

    [Fact]
    public void A_declaration_in_the_current_folder_is_offered_and_a_model_is_not()
    {
        File.WriteAllText(Path.Combine(_folder, "live.mlem"), "object_type: deployment\ntype: docker_container\n");
        File.WriteAllText(Path.Combine(_folder, "iris.mlem"), "object_type: model\n");

        Assert.Equal(["./live.mlem"], Completions.Offered(_session, "Get-MlemDockerContainer -DaemonHost tcp://127.0.0.1:1 -Name ./"));
    }
}
