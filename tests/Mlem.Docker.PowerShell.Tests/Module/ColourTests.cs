using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Module;

/// <summary>Views as PowerShell's formatter draws them: on a terminal, without one, and where colours are not wanted.</summary>
public sealed class ColourTests
{
    private const string Green = "\e[32m";
    private const string Yellow = "\e[33m";
    private const string Red = "\e[31m";
    private const string Plain = "";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    // One object for each state, on its own, so that each is drawn as a table.
    private const string Objects = """
        function Made($type, $values) {
            $made = [activator]::CreateInstance([Mlem.Docker.DockerImage].Assembly.GetType($type), $true)
            foreach ($name in $values.Keys) { $made.GetType().GetProperty($name).SetValue($made, $values[$name]) }
            , $made | Out-Host
        }
        foreach ($state in [enum]::GetValues([Mlem.Docker.DeploymentStatus])) {
            Made Mlem.Docker.DockerContainerStatus @{ Name = 'iris-production-europe-west-1-blue'; Status = $state; Image = 'registry.example.com:5000/team/iris:1' }
            Made Mlem.Docker.DockerServiceStatus @{ Name = 'iris-service'; Status = $state; UpdateState = 'rollback_completed' }
        }
        foreach ($state in 'Passed', 'Warning', 'Failed', 'Skipped') { [Mlem.Docker.DockerCheck]::new('Engine', $state, 'So.', $null) | Out-Host }

        """;

    private static readonly (string State, string Colour)[] Expected =
    [
        ("Running", Green), ("Starting", Yellow), ("Crashed", Red), ("Stopped", Plain), ("NotDeployed", Plain), ("Unknown", Plain),
        ("Passed", Green), ("Warning", Yellow), ("Failed", Red), ("Skipped", Plain),
    ];

    [Fact]
    public async Task On_a_terminal_each_state_has_its_colour_and_nothing_is_wider_than_it()
    {
        string shown = await OnTerminalAsync(colour: true);

        foreach ((string state, string colour) in Expected)
        {
            string[] rows = [.. shown.Split('\n').Where(line => line.Contains($"{colour}{state}{(colour.Length > 0 ? "\e[0m" : " ")}", StringComparison.Ordinal))];
            Assert.True(rows.Length == (state is "Passed" or "Warning" or "Failed" or "Skipped" ? 1 : 2), $"{state}: {rows.Length} in\n{shown}");
        }

        string[] lines = [.. shown.Split('\n').Select(line => WithoutStyles(line).TrimEnd())];
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains("iris-production-euro", string.Join('\n', lines), StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("pe-west-1-blue ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.TrimStart().StartsWith("completed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_NO_COLOR_is_set_there_is_none()
    {
        string shown = await OnTerminalAsync(colour: false);

        Assert.Contains("Running ", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[3", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_output_goes_to_a_file_there_is_none()
    {
        using RealPowerShell shell = RealPowerShell.Open();
        string file = Path.Combine(shell.Home, "shown.txt");

        await shell.LinesAsync(RealPowerShell.Import + Objects.Replace("Out-Host", $"Out-File -FilePath '{file}' -Append", StringComparison.Ordinal));

        string shown = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("Running ", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tree_of_a_Docker_folder_is_what_the_custom_view_draws()
    {
        ScriptRun run = await ScriptRun.ShowAsync(
            """
            $files = [Mlem.Docker.DockerDirFile[]] ([Mlem.Docker.DockerDirFile]::new('Dockerfile', 10), [Mlem.Docker.DockerDirFile]::new('src/a.py', 2000))
            [Mlem.Docker.DockerDir]::new('/tmp/iris', 'iris', [Mlem.Docker.Server]::OfType('fastapi'), 'python:3.9', $files) | Format-Custom
            """,
            TestContext.Current.CancellationToken);

        Assert.Equal("", run.Error);
        Assert.Equal("/tmp/iris\n├── src/  2 kB\n│   └── a.py  2 kB\n└── Dockerfile  10 B", string.Join('\n', run.Lines));
    }

    private static string WithoutStyles(string line) => System.Text.RegularExpressions.Regex.Replace(line, @"\e\[[0-9;?]*[a-zA-Z=]|\e=", "");

    // util-linux's script gives the program a terminal.
    private static async Task<string> OnTerminalAsync(bool colour)
    {
        using RealPowerShell shell = RealPowerShell.Open();
        string[] words = [.. shell.ForScript(RealPowerShell.Import + Objects).ArgumentList.Where(word => word != "NO_COLOR=1")];
        string noColour = colour ? "-u NO_COLOR" : "NO_COLOR=1";
        string command = $"stty cols 80 rows 50; exec env {noColour} TERM=xterm env {string.Join(' ', words.Select(word => $"'{word}'"))}";
        ProgramRun run = await ProgramRun.OfAsync("script", ["-qec", command, "/dev/null"], Limit, TestContext.Current.CancellationToken);
        return run.Output.Replace("\r", "", StringComparison.Ordinal);
    }
}
