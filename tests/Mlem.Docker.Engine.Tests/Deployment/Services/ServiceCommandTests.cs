using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment.Services;

/// <summary>The service cmdlets, in the host, on a real swarm of one machine.</summary>
public sealed class ServiceCommandTests(EngineFixture engine) : ServiceTest(engine)
{
    [Fact]
    public async Task A_declared_deployment_goes_its_whole_way_as_a_service()
    {
        Serves("echo out; echo err >&2; " + Serve);
        HostRun run = await RunAsync(
            """
            $null = New-MlemDockerContainer dep -Name $name -ImageName "$name-image" -Parameters $params @build
            (Start-MlemDockerService dep -Model iris -WhatIf).Status
            (Get-MlemDockerService ./dep).Status
            $started = Start-MlemDockerService dep -Model iris -Replicas 2 -UpdateMonitorSec 1 -Secret @{ key = $secure }
            "$($started.Action) $($started.Status) $($started.Running)/$($started.Replicas) $($started.Secrets.Target)"
            ($started | Start-MlemDockerService).Action
            ('./dep' | Start-MlemDockerService -Model iris).Action
            (Start-MlemDockerService dep -Replicas 1).Action
            (Get-MlemDockerService $name).Path
            ($started | Wait-MlemDockerService -TimeoutSec 20).Status
            @($started | Get-MlemDockerServiceLog -Stream StdErr -Tail 5)[0]
            Get-MlemDockerServiceLog $name -Details -Stream StdOut | ForEach-Object { $_ -replace '\.[a-z0-9]{8} \|', ' |' } | Where-Object { $_ -like '*.1 |*' }
            @(Get-MlemDockerContainer "$name*").Count
            $started | Stop-MlemDockerService -PassThru | ForEach-Object Action
            (Get-MlemDockerService -Path dep.mlem).Status
            $started | Stop-MlemDockerService -ErrorAction SilentlyContinue -ErrorVariable twice
            $twice[0].FullyQualifiedErrorId
            Get-MlemDockerService no-such -ErrorAction SilentlyContinue -ErrorVariable none
            $none[0].FullyQualifiedErrorId
            Remove-MlemDockerImage "$name-image" -Force
            """);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"Build and start the service {Name} with 1 replicas from the model iris", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            [
                "NotDeployed", "NotDeployed", "Created Running 2/2 key", "Unchanged", "Unchanged", "Scaled", Path.Combine(Project.Folder, "dep.mlem"), "Running",
                "err", $"{Name}.1 | out", "0", "Removed", "NotDeployed",
                "NotDeployed,Mlem.Docker.PowerShell.Commands.StopMlemDockerServiceCommand",
                "ServiceNotFound,Mlem.Docker.PowerShell.Commands.GetMlemDockerServiceCommand",
            ],
            run.Output.Select(o => o!.ToString()));
    }

    [Fact]
    public async Task Mistakes_are_named_before_anything_is_built()
    {
        HostRun run = await RunAsync(
            """
            $ErrorActionPreference = 'SilentlyContinue'
            Start-MlemDockerService -Model iris -Name $name -Parameters @{ privileged = $true } @build
            Start-MlemDockerService -Model iris -Name $name -Parameters @{ network_mode = 'host' } @build
            Start-MlemDockerService -Model iris -Name $name -Parameters @{ network = 'no-such-net' } @build
            Start-MlemDockerService -Model iris -Name $name -Parameters @{ no_such = 1 } @build
            Start-MlemDockerService -Model iris -Name $name -Port 127.0.0.1:8080:8080 @build
            Start-MlemDockerService -Model iris -Name $name -Port 8080:8080 -PortMode Host -UpdateOrder StartFirst @build
            Start-MlemDockerService -Model iris -Name 'a.b' @build
            Start-MlemDockerService -Model iris -Name $name -Secret no-such-secret @build
            $null = New-MlemDockerContainer dep -Name $name @build
            Start-MlemDockerService dep
            Start-MlemDockerService dep -Model iris -Port 80
            $list = @($Error); [array]::Reverse($list)
            ($list | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] }) -join ' '
            Get-MlemDockerImage "$name*"
            """);

        Assert.Equal(
            "ServiceParameterNotSupported ServiceParameterNotSupported ServiceNetworkNotFound RunParameterUnknown ServicePortNotSupported "
                + "ServiceOptionsConflict ServiceNameInvalid SecretNotFound ModelMissing ParameterNotAllowed",
            Assert.Single(run.Output)!.ToString());
    }

    [Fact]
    public async Task Every_replica_of_a_real_model_answers_predictions()
    {
        using var wheel = new TemporaryFolder();
        const string Row = "@{ 'sepal length (cm)' = 6.7; 'sepal width (cm)' = 3.0; 'petal length (cm)' = 5.2; 'petal width (cm)' = 2.3 }";
        HostRun run = await HostRun.OfAsync(
            $$"""
            $build = @{ BaseImage = {{HostProgram.Quote(await Engine.BaseImages.PythonAsync(Cancellation))}}; MlemWheel = {{HostProgram.Quote(StandInWheel.Write(wheel.Path))}} }
            $null = $ExecutionContext.SessionState.Path.SetLocation('{{Project.Folder}}')
            $started = Start-MlemDockerService -Model iris -Name '{{Name}}' -ImageName '{{Name}}-image' -Server fastapi -Replicas 2 -Port 8080 -PortMode Host @build
            "$($started.Status) $($started.Running)"
            Invoke-MlemDockerContainer -Uri $started.Address -Method predict -InputObject {{Row}}
            """,
            Cancellation);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["Running 2", "2"], run.Output.Select(o => o!.ToString()));
        Uri[] replicas = [.. (await ServingAsync()).Select(t => t.Address)];
        Assert.Equal(2, replicas.Length);
        HostRun asked = await HostRun.OfAsync(string.Join('\n', replicas.Select(uri => $"Invoke-MlemDockerContainer -Uri {uri} -Method predict -InputObject {Row}")), Cancellation);
        Assert.Equal(["2", "2"], asked.Output.Select(o => o!.ToString()));
        await Services.StopAsync(DockerServiceTarget.Named(Name), TimeSpan.FromSeconds(60), Cancellation);
    }

    private Task<HostRun> RunAsync(string script) => HostRun.OfAsync(
        $$"""
        $name = '{{Name}}'
        $params = @{ stop_signal = 'SIGKILL' }
        $secure = [Security.SecureString]::new(); 'value'.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }
        $build = @{ Server = 'fastapi'; BaseImage = 'mlem-test/busybox:1.35'; TemplatesDir = '{{Project.Folder}}/templates' }
        $null = $ExecutionContext.SessionState.Path.SetLocation('{{Project.Folder}}')
        {{script}}
        """,
        Cancellation);
}
