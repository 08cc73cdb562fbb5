using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Commands;

/// <summary>The image cmdlets, on a real Engine and a real registry.</summary>
public sealed class ImageCommandTests(EngineFixture engine) : EngineTest(engine), IDisposable
{
    private readonly TemporaryFolder _templates = new();

    public void Dispose() => _templates.Dispose();

    [Fact]
    public async Task An_image_is_built_found_listed_refused_a_second_time_and_removed()
    {
        ScriptRun run = await RunAsync(
            "RUN test -f model.mlem",
            """
            $image = Get-MlemModel $model | New-MlemDockerImage -Name $name -Tag 1.0 @build
            $image
            "$name`:1.0" | Test-MlemDockerImage
            Get-MlemDockerImage "$name*" | ForEach-Object Uri
            try { New-MlemDockerImage $model -Name $name -Tag 1.0 @build -NoOverwrite -ErrorAction Stop }
            catch { $_.FullyQualifiedErrorId }
            $image | Remove-MlemDockerImage -Confirm:$false
            Test-MlemDockerImage "$name`:1.0"
            try { $image | Remove-MlemDockerImage -Force -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
            """);

        Assert.Equal("", run.Error);
        JsonNode image = run.Output[0]!;
        Assert.Equal($"{Prefix}:1.0", (string?)image["Uri"]);
        Assert.StartsWith("sha256:", (string?)image["ImageId"]);
        Assert.Equal("fastapi", (string?)image["Server"]!["Type"]);
        Assert.Equal((string?)image["ModelHash"], (string?)image["Labels"]!["mlem.model_hash"]);
        Assert.True((long)image["Size"]! > 1_000_000);
        Assert.Equal(
            [
                "true", $"\"{Prefix}:1.0\"",
                "\"ImageExists,Mlem.Docker.PowerShell.Commands.NewMlemDockerImageCommand\"",
                "false", "\"ImageNotFound,Mlem.Docker.PowerShell.Commands.RemoveMlemDockerImageCommand\"",
            ],
            run.Output.Skip(1).Select(value => value!.ToJsonString()));
    }

    [Fact]
    public async Task A_failing_step_is_one_error_and_no_image()
    {
        ScriptRun run = await RunAsync(
            "RUN echo the-last-words; exit 7",
            "New-MlemDockerImage $model -Name $name @build; Test-MlemDockerImage $name");

        Assert.True(run.Failed);
        Assert.False((bool)Assert.Single(run.Output)!);
        Assert.Contains("RUN echo the-last-words; exit 7", run.Error, StringComparison.Ordinal);
        Assert.Contains("exit code 7", run.Error, StringComparison.Ordinal);
        Assert.Contains("\n  the-last-words\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIf_shows_the_Dockerfile_and_the_files_and_builds_nothing()
    {
        ScriptRun run = await RunAsync(
            "RUN exit 9", "New-MlemDockerImage $model -Name $name @build -WhatIf; Test-MlemDockerImage $name");

        Assert.False(run.Failed);
        Assert.False((bool)Assert.Single(run.Output)!);
        Assert.Contains("RUN exit 9", run.Shown, StringComparison.Ordinal);
        Assert.Matches(@"\n +829 B  model\n", run.Shown);
    }

    [Fact]
    public async Task A_prebuild_hook_runs_before_the_build_with_the_Python_version()
    {
        ScriptRun run = await RunAsync(
            "RUN true",
            """
            $image = New-MlemDockerImage $model -Name $name @build -PrebuildHook { $global:hooked = $args[0] }
            $hooked
            $image | Remove-MlemDockerImage -Force
            """);

        Assert.Equal("", run.Error);
        Assert.Equal("3.11.2", (string?)Assert.Single(run.Output));
    }

    [Fact]
    public async Task A_Docker_folder_is_built_as_it_lies_there_with_what_was_changed_by_hand()
    {
        ScriptRun run = await RunAsync(
            "ARG WHO\nRUN test -f by-hand.txt && test \"$WHO\" = me",
            $$"""
            $folder = Export-MlemDockerDir $model '{{_templates.Combine("out")}}' @build -BuildArg WHO=nobody
            [IO.File]::WriteAllText("$($folder.Path)/by-hand.txt", 'x')
            $image = $folder | New-MlemDockerImage -Name $name -BuildArg WHO=me
            $image.Uri
            $image.Labels['mlem.model']
            $image.Server.Type
            $image | Remove-MlemDockerImage -Force
            """);

        Assert.Equal("", run.Error);
        Assert.Equal([$"{Prefix}:latest", "model", "fastapi"], run.Output.Select(line => (string?)line));
    }

    [Fact]
    public async Task Interrupting_a_build_stops_it_on_the_Engine_and_leaves_no_image()
    {
        string script = await PrepareAsync(
            $"RUN echo {Prefix}-started; sleep 600", "New-MlemDockerImage $model -Name $name @build -Verbose");

        await InterruptedScript.AfterLineAsync(script, $"VERBOSE: {Prefix}-started", Cancellation);

        Assert.Null(await Api.FindAsync($"images/{Prefix}/json", Cancellation));
        var containers = (System.Text.Json.Nodes.JsonArray)(await Api.GetAsync("containers/json?all=1", Cancellation))!;
        Assert.DoesNotContain(containers, container => ((string?)container!["Command"])!.Contains(Prefix, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_image_goes_to_a_registry_with_its_build_or_later_and_is_deleted_there()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(Cancellation);

        ScriptRun run = await RunAsync(
            "RUN true",
            $$"""
            $registry = '{{registry.Host}}'
            $built = New-MlemDockerImage $model -Name $name -Repository team -Registry $registry @build
            $built.Uri; $built.Digest
            (Get-MlemDockerImage "team/$name" -Registry $registry).Digest
            $built | Remove-MlemDockerImage -Force
            $built | Test-MlemDockerImage
            $again = Publish-MlemDockerImage $built.Uri
            $again.Digest
            $moved = Publish-MlemDockerImage $built.Uri -Registry @{ type = 'remote'; host = $registry.Replace('localhost', '127.0.0.1') }
            $moved.Uri
            $built | Test-MlemDockerImage
            $other = 'sha256:' + '0' * 64
            "$($built.Uri)@$($built.Digest)", "$registry/team/$name@$other" | Test-MlemDockerImage
            "team/$name@$($built.Digest)", "team/$name@$other" | Test-MlemDockerImage -Registry $registry
            "$registry/team/$name@$other", "$registry/team/sha256" | ForEach-Object {
                try { Remove-MlemDockerImage $_ -Force -ErrorAction Stop } catch { $_.Exception.ErrorId }
            }
            try { Publish-MlemDockerImage "$($built.Uri)@$($built.Digest)" -ErrorAction Stop } catch { $_.Exception.ErrorId }
            try { New-MlemDockerImage $model -Name sha256 -Tag abc @build -ErrorAction Stop } catch { $_.Exception.ErrorId }
            $built.Uri, $moved.Uri | Remove-MlemDockerImage -Force
            """);

        Assert.Equal("", run.Error);
        string[] lines = [.. run.Output.Select(value => value!.ToString())];
        Assert.Equal($"{registry.Host}/team/{Prefix}:latest", lines[0]);
        Assert.StartsWith("sha256:", lines[1]);
        Assert.Equal([lines[1], "false", lines[1]], [lines[2], lines[3], lines[4]]);
        Assert.Equal($"127.0.0.1:{registry.Port}/team/{Prefix}:latest", lines[5]);
        Assert.Equal("true", lines[6]);
        Assert.Equal(["true", "false", "true", "false"], lines[7..11]);
        Assert.Equal(["ImageNotFound", "ImageNotFound", "ImageReferenceInvalid", "ImageReferenceInvalid"], lines[11..]);
    }

    private async Task<ScriptRun> RunAsync(string instruction, string script) =>
        await ScriptRun.RunAsync(await PrepareAsync(instruction, script), Cancellation);

    private async Task<string> PrepareAsync(string instruction, string script)
    {
        string busybox = await Engine.BaseImages.BusyboxAsync(Cancellation);
        await File.WriteAllTextAsync(
            _templates.Combine("dockerfile.j2"),
            $"FROM {"{{ base_image }}"}\nWORKDIR /app\nCOPY . .\n{instruction}\n",
            Cancellation);
        string model = RepositoryRoot.Combine("tests", "golden", "models", "b_sklearn_np", "model");
        string prologue = $$"""
            $model = '{{model}}'; $name = '{{Prefix}}'
            $build = @{
                Server = 'fastapi'; PythonVersion = '3.11.2'; BaseImage = '{{busybox}}'
                TemplatesDir = '{{_templates.Path}}'
            }
            """;
        return $"{prologue}\n{script}";
    }
}
