namespace Mlem.Docker.PowerShell.Tests.RealPeers;

/// <summary>Views of objects that come back from Export-Clixml, a job or another machine, in PowerShell itself.</summary>
public sealed class RealViewTests
{
    private const string Objects = """
        Import-Module -Name ./out/Mlem.Docker/Mlem.Docker.psd1
        $assemblies = [Mlem.Docker.DockerImage].Assembly, [Mlem.Docker.EnginePort].Assembly
        function New-Made($Type, $Values) {
            $made = [activator]::CreateInstance(@($assemblies | ForEach-Object { $_.GetType($Type) } | Where-Object { $_ })[0], $true)
            foreach ($name in $Values.Keys) { $made.GetType().GetProperty($name).SetValue($made, $Values[$name]) }
            , $made
        }
        $labels = [System.Collections.Generic.Dictionary[string, string]]::new()
        $labels['owner'] = 'team'
        $image = [Mlem.Docker.DockerImage]::new('iris')
        $parts = @{
            Size     = [long] 312531852
            ImageId  = 'sha256:' + '62f5aba744181a619e16' * 3
            Created  = [DateTimeOffset] '2026-01-02T03:04:05Z'
            Registry = [Mlem.Docker.RemoteRegistry]::new('localhost:5000')
            Labels   = $labels
        }
        foreach ($name in $parts.Keys) { [Mlem.Docker.DockerImage].GetProperty($name).SetValue($image, $parts[$name]) }
        $ports = [Mlem.Docker.EnginePort[]] [Mlem.Docker.EnginePort]::new(8080, 'tcp', '0.0.0.0', 80)
        $model = Get-MlemModel -Path examples/iris/iris
        $folder = $model | Export-MlemDockerDir -Target "$HOME/iris" -Server fastapi
        $objects = @(
            $model
            $model.Requirements[0]
            $folder
            $folder.Files[0]
            $image
            [Mlem.Docker.DockerImage]::new('lily')
            [Mlem.Docker.DockerRegistry]::new()
            [Mlem.Docker.DockerIORegistry]::new()
            [Mlem.Docker.RemoteRegistry]::new('localhost:5000')
            [Mlem.Docker.EcrRegistry]::new('1', 'eu-west-1')
            [Mlem.Docker.HerokuRegistry]::new('registry.heroku.com', 'secret')
            New-MlemDockerEnv
            New-MlemDockerEnv -Registry localhost:5000 -DaemonHost tcp://127.0.0.1:1
            New-MlemDockerContainer -Name iris -Server fastapi -Port 8080:8080
            New-MlemDockerBuildArgs -PythonVersion 3.11.2 -SetEnv 'A=b' -TemplatesDir . -BuildArg X=1 -PrebuildHook { 1 }
            Get-MlemObject -Path tests/scene/folder, tests/scene/image, tests/scene/served
            [Mlem.Docker.DockerCheck]::new('Engine', 'Passed', 'So.', 'Do this.')
            New-Made Mlem.Docker.DockerContainerStatus @{
                Name = 'iris'; Status = [Mlem.Docker.DeploymentStatus]::Running; Image = 'r/iris:1'; Ports = $ports; Uptime = [timespan] '3.04:05:06'
            }
            New-Made Mlem.Docker.EngineTask @{ Slot = 1; State = 'running'; Since = [datetime] '2026-01-02T03:04:05'; NodeId = 'node1' }
            New-Made Mlem.Docker.DockerServiceStatus @{ Name = 'iris'; Status = [Mlem.Docker.DeploymentStatus]::Crashed; UpdateState = 'rollback_completed' }
        )

        """;

    // A view whose script fails leaves a cell empty, and says so only in $Error.
    [Fact]
    public async Task Views_are_the_same_under_strict_rules()
    {
        using RealPowerShell shell = RealPowerShell.Open();

        string[] lines = await shell.LinesAsync(Objects + """
            foreach ($one in $objects) {
                foreach ($depth in 0, 1, 2) {
                    $text = if ($depth) { [System.Management.Automation.PSSerializer]::Serialize($one, $depth) }
                    $given = if ($text) { [System.Management.Automation.PSSerializer]::Deserialize($text) } else { $one }
                    foreach ($view in 'Format-Table', 'Format-List', 'Format-Wide') {
                        Set-StrictMode -Off
                        $free = $given | & $view | Out-String -Width 100
                        Set-StrictMode -Version Latest
                        $Error.Clear()
                        $strict = $given | & $view | Out-String -Width 100
                        if ($Error.Count -or $free -cne $strict) { "$($one.GetType().Name), $view, depth ${depth}: $Error" }
                    }
                }
            }
            """);

        Assert.Empty(lines);
    }

    [Fact]
    public async Task What_comes_from_another_process_is_shown_as_it_was_there()
    {
        using RealPowerShell shell = RealPowerShell.Open();

        string[] lines = await shell.LinesAsync(Objects + """
            foreach ($one in $objects) {
                foreach ($depth in 1, 2, 3) {
                    $text = [System.Management.Automation.PSSerializer]::Serialize($one, $depth)
                    $sent = [System.Management.Automation.PSSerializer]::Deserialize($text)
                    foreach ($view in 'Format-Table', 'Format-List', 'Format-Wide', 'Format-Custom') {
                        if ($view -eq 'Format-Custom' -and $one -isnot [Mlem.Docker.DockerDir]) { continue }
                        $here = $one | & $view | Out-String -Width 100
                        $there = $sent | & $view | Out-String -Width 100
                        if ($here -cne $there) { "$($one.GetType().Name), $view, depth ${depth}: $here is shown as $there" }
                    }
                }
            }
            "$($objects.Count) objects"
            """);

        Assert.Equal(["22 objects"], lines);
    }
}
