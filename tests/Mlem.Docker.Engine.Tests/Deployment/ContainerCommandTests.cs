using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>The container cmdlets, in the host, on a real Engine.</summary>
public sealed class ContainerCommandTests(EngineFixture engine) : DeploymentTest(engine)
{
    [Fact]
    public async Task A_declared_deployment_goes_its_whole_way()
    {
        HostRun run = await RunAsync(
            """
            New-MlemDockerContainer dep -Name $name -ImageName "$name-image" -Port 127.0.0.1::8080 -Parameters $params @build | ForEach-Object ContainerName
            (Get-MlemDockerContainer ./dep).Status
            $started = Start-MlemDockerContainer dep -Model iris
            "$($started.Action) $($started.Status)"
            [int][Net.Http.HttpClient]::new().GetAsync("$($started.Address)model.mlem").Result.StatusCode
            (Start-MlemDockerContainer dep).Action
            (Start-MlemDockerContainer -Path dep).Action
            (Start-MlemDockerContainer dep iris).Action
            ('./dep' | Start-MlemDockerContainer -Model iris).Action
            ($started | Start-MlemDockerContainer).Action
            (Get-MlemDockerContainer $name).Path
            $started | Wait-MlemDockerContainer -Status Running -TimeoutSec 5 | ForEach-Object Status
            $started | Stop-MlemDockerContainer -PassThru | ForEach-Object Action
            (Get-MlemDockerContainer -Path dep.mlem).Status
            $started | Remove-MlemDockerContainer -ErrorAction SilentlyContinue -ErrorVariable twice
            $twice[0].FullyQualifiedErrorId
            Remove-MlemDockerImage "$name-image" -Force
            """);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            [
                Name, "NotDeployed", "Created Running", "200", "Unchanged", "Unchanged", "Unchanged", "Unchanged", "Unchanged", Path.Combine(Project.Folder, "dep.mlem"), "Running",
                "Removed", "NotDeployed", "NotDeployed,Mlem.Docker.PowerShell.Commands.RemoveMlemDockerContainerCommand",
            ],
            run.Output.Select(o => o!.ToString()));
    }

    [Fact]
    public async Task A_model_or_an_image_starts_without_a_declaration()
    {
        HostRun run = await RunAsync(
            """
            $one = Get-MlemModel iris | Start-MlemDockerContainer -Name $name -ImageName "$name-image" -Parameters $params -Rm:$false @build
            "$($one.Action) $($one.Name) $($one.ModelHash -eq (Get-MlemModel iris).Hash)"
            $two = Get-MlemDockerImage "$name-image" | Start-MlemDockerContainer -Name "$name-2" -Parameters $params
            "$($two.Action) $($two.Image)"
            (Get-MlemDockerContainer "$name*" | ForEach-Object Name) -join ','
            Stop-MlemDockerContainer $name
            (Get-MlemDockerContainer $name).State
            (Get-MlemModel iris | Start-MlemDockerContainer -Name $name -ImageName "$name-image" -Parameters $params -Rm:$false @build).Action
            Get-MlemDockerContainer "$name*" | Remove-MlemDockerContainer
            @(Get-MlemDockerContainer "$name*").Count
            Remove-MlemDockerImage "$name-image" -Force
            """);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            [$"Created {Name} True", $"Created {Name}-image:latest", $"{Name},{Name}-2", "exited", "Restarted", "0"],
            run.Output.Select(o => o!.ToString()));
    }

    [Fact]
    public async Task One_line_goes_from_models_to_containers_and_what_was_sent_back_stops_them()
    {
        HostRun run = await RunAsync(
            """
            foreach ($copy in "$name-a", "$name-b") {
                $text = [IO.File]::ReadAllText("$($PWD.ProviderPath)/iris.mlem")
                [IO.File]::WriteAllText("$($PWD.ProviderPath)/$copy.mlem", $text.Replace('uri: iris', "uri: $copy"))
                [IO.File]::Copy("$($PWD.ProviderPath)/iris", "$($PWD.ProviderPath)/$copy")
            }
            $started = Get-MlemModel "$name-*" | New-MlemDockerImage @build | Start-MlemDockerContainer -Parameters $params
            $started.Status -join ','
            ($started.Image | ForEach-Object { $_ }) -join ','
            ($started | Get-MlemDockerImage | ForEach-Object Uri) -join ','
            $sent = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($started, 2))
            ($sent | Get-MlemDockerContainer | ForEach-Object Status) -join ','
            ($sent | Stop-MlemDockerContainer -PassThru | ForEach-Object Action) -join ','
            [string[]] $removed = Get-MlemDockerImage "$name-*" | Remove-MlemDockerImage -Force -PassThru | ForEach-Object Uri
            [Array]::Sort($removed)
            $removed -join ','
            """);

        string images = $"{Name}-a:latest,{Name}-b:latest";
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["Running,Running", images, images, "Running,Running", "Removed,Removed", images], run.Output.Select(o => o!.ToString()));
    }

    [Fact]
    public async Task Logs_are_split_by_stream_and_followed_to_the_end()
    {
        HostRun run = await RunAsync(
            """
            $build.RunCommand = 'echo first; echo second >&2; httpd -p 8080 -h /www; sleep 2; echo third'
            $one = Start-MlemDockerContainer -Model iris -Name $name -ImageName "$name-image" @build
            $one | Get-MlemDockerContainerLog -Stream StdErr
            $lines = @(Get-MlemDockerContainerLog $name -Follow); [array]::Sort($lines); $lines -join ','
            Get-MlemDockerContainerLog $name -Tail 1
            (Wait-MlemDockerContainer $name -Status Crashed -TimeoutSec 10).ExitCode
            Remove-MlemDockerContainer $name
            Remove-MlemDockerImage "$name-image" -Force
            """);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["second", "first,second,third", "third", "0"], run.Output.Select(o => o!.ToString()));
    }

    [Fact]
    public async Task Common_run_parameters_have_names_of_their_own()
    {
        HostRun run = await RunAsync(
            """
            $common = @{
                MemoryLimit = '64m'; Cpu = 0.5; Environment = @{ A = 'b c' }; Volume = "$($name)-v:/data:ro"; Network = 'bridge'
                RestartPolicy = 'on-failure:5'; User = '0'; ReadOnly = $true; ShmSize = '2m'; CapAdd = 'NET_ADMIN'; CapDrop = 'MKNOD', 'KILL'
                ExtraHost = 'db:10.0.0.1'; Label = @{ made = 'here' }; HostName = 'inside'; Command = 'httpd', '-f', '-p', '8080', '-h', '/www'
            }
            (Start-MlemDockerContainer -Model iris -Name $name -ImageName "$name-image" -Parameters $params @common @build).Status
            """);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["Running"], run.Output.Select(o => o!.ToString()));
        var made = await Api.GetAsync($"containers/{Name}/json", Cancellation);
        var (host, config) = (made["HostConfig"]!, made["Config"]!);
        Assert.Equal(
            (67108864L, 500000000L, "bridge", "on-failure", 5L, true, 2097152L),
            ((long)host["Memory"]!, (long)host["NanoCpus"]!, (string)host["NetworkMode"]!, (string)host["RestartPolicy"]!["Name"]!,
                (long)host["RestartPolicy"]!["MaximumRetryCount"]!, (bool)host["ReadonlyRootfs"]!, (long)host["ShmSize"]!));
        Assert.Equal(
            [$"{Name}-v:/data:ro", "NET_ADMIN", "MKNOD KILL", "db:10.0.0.1"],
            ((string[])["Binds", "CapAdd", "CapDrop", "ExtraHosts"]).Select(n => string.Join(' ', host[n]!.AsArray().Select(v => (string?)v))));
        Assert.Contains("A=b c", config["Env"]!.AsArray().Select(v => (string?)v));
        Assert.Equal(("0", "inside", "here"), ((string)config["User"]!, (string)config["Hostname"]!, (string)config["Labels"]!["made"]!));
        await RunAsync("Stop-MlemDockerContainer $name; Remove-MlemDockerImage \"$name-image\" -Force");
        await Api.DeleteAsync($"volumes/{Name}-v", Cancellation);
    }

    [Fact]
    public async Task Rm_takes_no_container_that_ended_by_itself_without_its_last_words()
    {
        HostRun run = await RunAsync(
            """
            $build.RunCommand = 'httpd -p 8080 -h /www; sleep 2; echo out of luck >&2; exit 4'
            $one = Start-MlemDockerContainer -Model iris -Name $name -ImageName "$name-image" @build
            (Wait-MlemDockerContainer $name -Status Crashed -TimeoutSec 60).ExitCode
            Get-MlemDockerContainerLog $name
            Stop-MlemDockerContainer $name -WarningVariable said -WarningAction SilentlyContinue
            "$said" -match 'exit code 4' -and "$said" -match 'out of luck'
            Remove-MlemDockerImage "$name-image" -Force
            """);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["4", "out of luck", "true"], run.Output.Select(o => o!.ToString()));
    }

    [Fact]
    public async Task Mistakes_are_named_before_anything_is_built()
    {
        HostRun run = await RunAsync(
            """
            $ErrorActionPreference = 'SilentlyContinue'
            Start-MlemDockerContainer -Model iris -Name $name -Parameters @{ no_such = 1 } @build
            Start-MlemDockerContainer -Model iris -Name $name -Parameters @{ mem_limit = 'much' } @build
            Start-MlemDockerContainer -Model iris -Name $name -Port 1:2:3:4 @build
            Start-MlemDockerContainer -Model iris -Name 'no name' @build
            $null = New-MlemDockerContainer dep -Name $name @build
            Start-MlemDockerContainer dep
            Start-MlemDockerContainer dep -Model iris -Port 80
            Start-MlemDockerContainer dep -Model iris -MemoryLimit 1g
            Start-MlemDockerContainer -Model iris -Name $name -Parameters @{ user = 'a' } -User b @build
            Start-MlemDockerContainer -Model iris -Name $name -RestartPolicy sometimes @build
            foreach ($field in 'no_such: 1', 'env: nowhere', 'params: [1]', 'ports: 80', "params: {shm_size: lots}") {
                [IO.File]::WriteAllText("$PWD/bad.mlem", "object_type: deployment`ntype: docker_container`n$field`n")
                Start-MlemDockerContainer bad -Model iris
            }
            [IO.File]::WriteAllText("$PWD/dep.mlem.state", 'model_hash: x')
            Start-MlemDockerContainer dep -Model iris
            $list = @($Error); [array]::Reverse($list)
            $list | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] }
            Get-MlemDockerImage "$name*"
            """);

        Assert.Equal(
            [
                "RunParameterUnknown", "RunParameterInvalid", "PortInvalid", "ContainerNameInvalid", "ModelMissing", "ParameterNotAllowed",
                "ParameterNotAllowed", "RunParameterInvalid", "RunParameterInvalid", "MetadataInvalid", "EnvNotFound", "MetadataInvalid", "MetadataInvalid",
                "RunParameterInvalid", "StateInvalid",
            ],
            run.Output.Select(o => o!.ToString()));
    }

    [Fact]
    public async Task WhatIf_tells_the_plan_and_changes_nothing()
    {
        HostRun run = await RunAsync(
            """
            $null = New-MlemDockerContainer dep -Name $name -ImageName "$name-image" @build
            (Start-MlemDockerContainer dep -Model iris -WhatIf).Status
            [IO.File]::Exists("$PWD/dep.mlem.state")
            Test-MlemDockerImage "$name-image"
            """);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["NotDeployed", "false", "false"], run.Output.Select(o => o!.ToString()));
        Assert.Contains($"Build and start the container {Name} from the model iris, with an image of this Dockerfile:", run.Error, StringComparison.Ordinal);
        Assert.Contains("FROM mlem-test/busybox:1.35", run.Error, StringComparison.Ordinal);
        Assert.Matches(@"and these \d+ files \(.*\):", run.Error);
        Assert.Matches(@"(?m)^ +\d.* B  model$", run.Error);
    }

    [Theory]
    [InlineData("127.0.0.1::8080", "which serves before it is removed")]
    [InlineData("127.0.0.1:0:8080", "stopping it first, since both want the same host port")]
    public async Task WhatIf_tells_how_a_container_would_be_replaced(string port, string plan)
    {
        port = port.Replace(":0:", $":{ReplaceTests.FreePort()}:", StringComparison.Ordinal);
        HostRun run = await RunAsync(
            $$"""
            $null = New-MlemDockerContainer dep -Name $name -ImageName "$name-image" -Port {{port}} -Parameters $params @build
            $before = (Start-MlemDockerContainer dep -Model iris).ContainerId
            [IO.File]::AppendAllText("$PWD/iris.mlem", "params: {a: b}`n")
            (Start-MlemDockerContainer dep -Model iris -WhatIf).ContainerId -eq $before
            Remove-MlemDockerContainer ./dep
            Remove-MlemDockerImage "$name-image" -Force
            """);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["true"], run.Output.Select(o => o!.ToString()));
        Assert.Contains($"Replace the container {Name} by a new one from the model iris, {plan}", run.Error, StringComparison.Ordinal);
    }

    private Task<HostRun> RunAsync(string script) => HostRun.OfAsync(
        $$"""
        $name = '{{Name}}'
        $params = @{ stop_signal = 'SIGKILL' }
        $build = @{
            Server = 'fastapi'; BaseImage = 'mlem-test/busybox:1.35'; RunCommand = '{{DeploymentProject.Serve}}'
            TemplatesDir = '{{Project.Folder}}/templates'
        }
        $null = $ExecutionContext.SessionState.Path.SetLocation('{{Project.Folder}}')
        {{script}}
        """,
        Cancellation);
}
