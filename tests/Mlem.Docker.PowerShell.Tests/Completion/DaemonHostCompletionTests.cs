using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Completion;

/// <summary>In processes of their own, whose environment is theirs.</summary>
public sealed class DaemonHostCompletionTests : IDisposable
{
    private readonly string _config = Directory.CreateTempSubdirectory("mlem-contexts-").FullName;

    public DaemonHostCompletionTests()
    {
        DockerFolder.Write(_config, ("prod", "tcp://prod.example:2376"), ("laptop", "unix:///run/me.sock"));
        Directory.CreateDirectory(Path.Combine(_config, "contexts", "meta", "broken"));
        File.WriteAllText(Path.Combine(_config, "contexts", "meta", "broken", "meta.json"), "{");
        File.WriteAllText(Path.Combine(_config, "docker.sock"), "");
    }

    public void Dispose() => Directory.Delete(_config, recursive: true);

    [Theory]
    [InlineData("Get-MlemDockerImage -DaemonHost ", "tcp://prod.example:2376|unix:///run/me.sock")]
    [InlineData("Get-MlemDockerImage -DaemonHost pro", "tcp://prod.example:2376")]
    [InlineData("Start-MlemDockerContainer x -DaemonHost unix", "unix:///run/me.sock")]
    [InlineData("Get-MlemDockerImage x -Registry reg", "reg.example:5000")]
    [InlineData("Get-MlemDockerImage x -Registry ecr", "ecr.example")]
    [InlineData("New-MlemDockerEnv -DaemonHost docker", "unix://CONFIG/docker.sock")]
    public async Task Contexts_sockets_and_registries_of_docker_are_offered(string input, string expected)
    {
        string script = $$"""
            $env:DOCKER_CONFIG = '{{_config}}'
            $env:DOCKER_HOST = $null
            $env:XDG_RUNTIME_DIR = '{{(input.Contains("New-", StringComparison.Ordinal) ? _config : null)}}'
            [System.Management.Automation.CommandCompletion]::CompleteInput('{{input}}', {{input.Length}}, $null).CompletionMatches |
                ForEach-Object CompletionText
            """;

        HostResult result = await HostProcess.RunAsync("-Command", script);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(expected.Replace("CONFIG", _config, StringComparison.Ordinal).Split('|').Order(StringComparer.Ordinal), result.Lines.Order(StringComparer.Ordinal));
    }
}
