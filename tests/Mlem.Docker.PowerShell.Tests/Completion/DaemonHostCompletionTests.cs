using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Completion;

/// <summary>What docker's own settings offer to the tab key, in a process whose environment is its own.</summary>
public sealed class DaemonHostCompletionTests(DaemonHostCompletionTests.Answers answers) : IClassFixture<DaemonHostCompletionTests.Answers>
{
    public static TheoryData<string, string> Offered => new()
    {
        { "Get-MlemDockerImage -DaemonHost ", "tcp://prod.example:2376|unix:///run/me.sock" },
        { "Get-MlemDockerImage -DaemonHost pro", "tcp://prod.example:2376" },
        { "Start-MlemDockerContainer x -DaemonHost unix", "unix:///run/me.sock" },
        { "Get-MlemDockerImage x -Registry reg", "reg.example:5000" },
        { "Get-MlemDockerImage x -Registry ecr", "ecr.example" },
        { "New-MlemDockerEnv -DaemonHost docker", "unix://CONFIG/docker.sock" },
    };

    [Theory]
    [MemberData(nameof(Offered))]
    public void Contexts_sockets_and_registries_of_docker_are_offered(string input, string expected) =>
        Assert.Equal(answers.InFolder(expected).Split('|').Order(StringComparer.Ordinal), answers.To(input).Order(StringComparer.Ordinal));

    /// <summary>One process for all questions, beside a docker with two contexts and one that is broken.</summary>
    public sealed class Answers : IAsyncLifetime
    {
        private readonly string _config = Directory.CreateTempSubdirectory("mlem-contexts-").FullName;
        private readonly Dictionary<string, string[]> _offered = [];

        public string[] To(string input) => _offered[input];

        public string InFolder(string expected) => expected.Replace("CONFIG", _config, StringComparison.Ordinal);

        public async ValueTask InitializeAsync()
        {
            DockerFolder.Write(_config, ("prod", "tcp://prod.example:2376"), ("laptop", "unix:///run/me.sock"));
            string broken = Directory.CreateDirectory(Path.Combine(_config, "contexts", "meta", "broken")).FullName;
            await File.WriteAllTextAsync(Path.Combine(broken, "meta.json"), "{", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(_config, "docker.sock"), "", TestContext.Current.CancellationToken);
            using RealPowerShell shell = RealPowerShell.Open();
            string[] inputs = [.. Offered.Select(row => row.Data.Item1)];
            string[] lines = await shell.LinesAsync(
                RealPowerShell.Import + $$"""
                $env:DOCKER_HOST = $null
                foreach ($line in {{string.Join(", ", inputs.Select(ScriptRun.Quote))}}) {
                    $env:XDG_RUNTIME_DIR = if ($line -like 'New-*') { $env:DOCKER_CONFIG } else { $null }
                    [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText -join '|'
                }
                """,
                $"DOCKER_CONFIG={_config}");

            Assert.Equal(inputs.Length, lines.Length);
            foreach ((string input, string line) in inputs.Zip(lines))
                _offered[input] = line.Split('|');
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(_config, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
