using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Completion;

public sealed class HashtableKeyTests
{
    [Theory]
    [InlineData("New-MlemDockerImage x -BuildArgs @{ ")]
    [InlineData("Start-MlemDockerContainer x -BuildArgs @{")]
    [InlineData("Export-MlemDockerDir x y -BuildArgs @{ ")]
    public void The_keys_of_build_arguments_are_MLEMs(string input)
    {
        using Session session = new Session();

        Assert.Equal(BuildArgsTransformationAttribute.AllKeys, Completions.Offered(session, input).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("New-MlemDockerImage x -BuildArgs @{ py", "python_version")]
    [InlineData("New-MlemDockerImage x -BuildArgs @{ python_version = '3.11.2'; base_image = 'x'; b", "build_arg")]
    [InlineData("New-MlemDockerImage x -Server @{ ty", "type")]
    [InlineData("New-MlemDockerContainer x -StateManager @{ type = 'fsspec'; u", "uri")]
    [InlineData("New-MlemDockerContainer x -StateManager @{ lock_", "lock_timeout")]
    [InlineData("New-MlemDockerImage x -Server @{ type = 'streamlit'; server_p", "server_port")]
    public void A_key_that_was_begun_is_ended_and_one_that_is_there_is_not_offered(string input, string expected)
    {
        using Session session = new Session();

        Assert.Equal([expected], Completions.Offered(session, input));
    }

    [Theory]
    [InlineData("New-MlemDockerContainer -Parameters @{ mem_l", "mem_limit")]
    [InlineData("Start-MlemDockerContainer x -Parameters @{ mem_limit = '1g'; pids", "pids_limit")]
    public void Run_parameters_are_docker_pys(string input, string expected)
    {
        using Session session = new Session();

        Assert.Equal([expected], Completions.Offered(session, input));
        Assert.Equal(RunParameters.ValidNames.Order(StringComparer.Ordinal), typeof(RunParametersInput).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_option_of_every_server_type_is_a_key()
    {
        IEnumerable<string> keys = typeof(ServerInput).GetProperties().Select(property => property.Name);
        string catalogue = File.ReadAllText(Path.Combine(BuiltModule.RepositoryRoot, "src", "Mlem.Docker", "Serving", "servers.yaml"));
        string[] lines = catalogue[catalogue.IndexOf("    common:", StringComparison.Ordinal)..catalogue.IndexOf("  middleware:", StringComparison.Ordinal)].Split('\n');
        IEnumerable<string> options = lines
            .Where(line => line.StartsWith("      ", StringComparison.Ordinal) && line.Contains(": ", StringComparison.Ordinal))
            .Select(line => line.Split(':')[0].Trim()).Append("type").Distinct();

        Assert.Equal(options.Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }
}
