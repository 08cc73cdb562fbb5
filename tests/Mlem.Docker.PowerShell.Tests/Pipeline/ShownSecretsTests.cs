using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Pipeline;

/// <summary>
/// What a person sees of a call, in whatever form: every stream, with errors in all their parts, and objects as a table, a list, a
/// wide list and a text. A secret that was given is nowhere in it, and nothing of it moves a cursor.
/// </summary>
public sealed class ShownSecretsTests : IDisposable
{
    private const string Secret = "M4RK3D-S3CR3T";

    // Prints what a script block gives in every form.
    private const string See = """
        function See([scriptblock] $Block) {
            $all = @(& { try { & $Block } catch { $_ } } *>&1)
            $all | Out-String -Width 500
            $all | Format-Table | Out-String -Width 500
            $all | Format-List | Out-String -Width 500
            & { Get-MlemModel '{example}'; $all } | Out-String -Width 500
            foreach ($one in $all) {
                "$one"
                if ($one -is [Management.Automation.ErrorRecord]) {
                    $one | Format-List * -Force | Out-String -Width 500
                    $one.Exception | Format-List * -Force | Out-String -Width 500
                    "$($one.TargetObject)"
                }
            }
        }

        """;

    private static readonly string Model = Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", "iris.mlem");

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-shown-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData("Get-MlemDockerImage -DaemonHost {host} -Verbose -Debug")]
    [InlineData("Test-MlemDocker -DaemonHost {host} -Verbose -Debug")]
    [InlineData("New-MlemDockerEnv {work}/env -DaemonHost {host} -Verbose -Debug")]
    [InlineData("New-MlemDockerEnv {work}/env -DaemonHost {host} -WhatIf")]
    [InlineData("Set-Content {work}/e.mlem ('object_type: env', 'type: docker', 'daemon: {{host: ''' + {host} + '''}}'); Get-MlemObject {work}/e; (Get-MlemObject {work}/e).Daemon; Get-MlemDockerImage -DockerEnv {work}/e -Debug")]
    [InlineData("Start-MlemDockerContainer {model} -Name x -DaemonHost {host} -Verbose -Debug")]
    [InlineData("Start-MlemDockerContainer {model} -Name x -DaemonHost {host} -WhatIf")]
    [InlineData("Stop-MlemDockerContainer x -DaemonHost {host} -Verbose -Debug")]
    [InlineData("$env:DOCKER_HOST = {host}; Get-MlemDockerImage -Verbose -Debug; $env:DOCKER_HOST = $null")]
    public async Task A_password_in_an_Engines_address_is_nowhere(string script)
    {
        foreach (string host in (string[])[$"tcp://user:{Secret}@127.0.0.1:1", $"ssh://user:{Secret}@127.0.0.1", $"user:{Secret}@127.0.0.1:1", $"http://:{Secret}@127.0.0.1:1"])
            await SeenAsync(script.Replace("{host}", "$given", StringComparison.Ordinal), host);
    }

    [Theory]
    [InlineData("New-MlemDockerImage {model} -SetEnv 'TOK={secret}' -BuildArg 'ARG={secret}' -DaemonHost {engine} -Verbose -Debug")]
    [InlineData("New-MlemDockerImage {model} -SetEnv 'TOK={secret} \"x\" $y' -BuildArg 'ARG={secret}' -DaemonHost {engine} -WhatIf -Verbose")]
    [InlineData("New-MlemDockerImage {model} -SetEnv 'HOME={secret}', 'MLEM_DEBUG={secret}' -DaemonHost {engine} -WhatIf -Verbose")]
    [InlineData("Export-MlemDockerDir {model} {work}/d -SetEnv 'TOK={secret}' -BuildArg 'ARG={secret}' -Verbose -Debug")]
    [InlineData("Export-MlemDockerDir {model} {work}/d2 -SetEnv 'A-B={secret}' -Verbose -Debug")]
    [InlineData("Export-MlemDockerDir {model} {work}/d3 -SetEnv \"A={secret}`nB\" -Verbose -Debug")]
    [InlineData("New-MlemDockerBuildArgs -SetEnv 'TOK={secret}', \"B=1`n{secret}\" -BuildArg 'ARG={secret}'")]
    [InlineData("Start-MlemDockerContainer {model} -Name x -Environment @{{A='{secret}'}} -DaemonHost {engine} -Verbose -Debug")]
    [InlineData("Start-MlemDockerContainer {model} -Name x -Environment @{{A='{secret}'}} -SetEnv 'B={secret}' -DaemonHost {engine} -WhatIf -Verbose")]
    [InlineData("Start-MlemDockerContainer {model} -Name x -Environment @{{A=@('{secret}',1)}} -DaemonHost {engine}")]
    [InlineData("Start-MlemDockerService {model} -Name x -Environment @{{A='{secret}'}} -DaemonHost {engine} -Verbose -Debug")]
    [InlineData("New-MlemDockerContainer {work}/c -Name live -ImageName iris -Environment @{{A='{secret}'}} -Verbose -Debug")]
    [InlineData("New-MlemDockerContainer {work}/c -Name live -ImageName iris -Environment @{{A='{secret}'}} -WhatIf")]
    [InlineData("$null = New-MlemDockerContainer {work}/c -Name live -ImageName iris -Environment @{{A='{secret}'}}; Get-MlemObject {work}/c; Start-MlemDockerContainer {work}/c -DaemonHost {engine} -Verbose -Debug")]
    [InlineData("New-MlemDockerImage {model} -BuildSecret @{{tok=$given}} -DaemonHost {engine}; New-MlemDockerImage {model} -BuildSecret @{{tok=\"$($given):x\"}} -DaemonHost {engine}")]
    [InlineData("New-MlemDockerContainer {work}/c -Name live -ImageName iris -BuildArgs @{{set_env=\"A=$given\";build_arg=$given}}")]
    [InlineData("Set-Content {work}/bad.mlem \"object_type: deployment`ntype: docker_container`nargs: {{set_env: A=$given, build_arg: $given}}`n\"; Get-MlemObject {work}/bad")]
    [InlineData("Export-MlemComposeFile {model} -Target {work}/compose.yaml -Name x -Environment @{{A='{secret}'}} -SetEnv 'B={secret}' -BuildArg 'C={secret}' -WhatIf")]
    [InlineData("Export-MlemComposeFile {model} -Target {work}/compose.yaml -Name x -Environment @{{A='{secret}'}} -SetEnv 'B={secret}' -BuildArg 'C={secret}' -Verbose -Debug")]
    [InlineData("Export-MlemComposeFile -Image iris -Name x -Environment @{{''='{secret}'}}; Export-MlemComposeFile -Image iris -Name x -Environment @('={secret}')")]
    [InlineData("Export-MlemKubernetesManifest -Image iris@sha256:{digest} -Name x -Environment @{{A='{secret}'}} -Target {work}/k.yaml -WhatIf")]
    [InlineData("Export-MlemKubernetesManifest -Image iris@sha256:{digest} -Name x -Environment @{{A='{secret}';'B C'='{secret}'}}; Export-MlemKubernetesManifest -Image iris@sha256:{digest} -Name x -Environment @{{A='{secret}'}} -Verbose -Debug")]
    public async Task Values_of_variables_are_nowhere(string script)
    {
        using var engine = new FakeEngine();
        await SeenAsync(script.Replace("{engine}", engine.Address, StringComparison.Ordinal).Replace("{secret}", Secret, StringComparison.Ordinal)
            .Replace("{digest}", new string('a', 64), StringComparison.Ordinal), Secret);
    }

    [Fact]
    public async Task What_an_Engine_says_moves_no_cursor()
    {
        const string Evil = @"\u001b[2J\u009b1A\u0007\u202e";
        string labels = $$$"""{"mlem.owner":"x","e{{{Evil}}}":"{{{Evil}}}v","mlem.model_hash":"{{{Evil}}}","mlem.state":"{{{Evil}}}"}""";
        using var engine = new FakeEngine(other: path => path switch
        {
            _ when path.EndsWith("/images/json", StringComparison.Ordinal) => $$$"""[{"Id":"sha256:{{{Evil}}}","RepoTags":["iris:1.0"],"Created":1,"Size":1,"Labels":{{{labels}}}}]""",
            _ when path.EndsWith("/containers/json", StringComparison.Ordinal) =>
                $$$"""[{"Id":"c1","Names":["/e{{{Evil}}}"],"State":"{{{Evil}}}","ImageID":"{{{Evil}}}","Labels":{{{labels}}}}]""",
            _ when path.EndsWith("/json", StringComparison.Ordinal) =>
                $$$"""{"Id":"c1{{{Evil}}}","Name":"/e{{{Evil}}}","Image":"{{{Evil}}}","State":{"Status":"{{{Evil}}}","Error":"{{{Evil}}}","Health":{"Status":"{{{Evil}}}","Log":[{"Output":"{{{Evil}}}"}]}},"Config":{"Image":"{{{Evil}}}","Labels":{{{labels}}}}}""",
            _ when path.EndsWith("/services", StringComparison.Ordinal) =>
                $$$"""[{"ID":"s1","Version":{"Index":1},"Spec":{"Name":"e{{{Evil}}}","Labels":{{{labels}}} ,"TaskTemplate":{"ContainerSpec":{"Image":"{{{Evil}}}"} } },"UpdateStatus":{"State":"{{{Evil}}}","Message":"{{{Evil}}}"}}]""",
            _ when path.EndsWith("/info", StringComparison.Ordinal) => $$$"""{"Name":"{{{Evil}}}","OperatingSystem":"{{{Evil}}}","OSType":"{{{Evil}}}","Warnings":["{{{Evil}}}"],"ServerVersion":"{{{Evil}}}"}""",
            _ when path.EndsWith("/version", StringComparison.Ordinal) => $$$"""{"ApiVersion":"1.41","Version":"{{{Evil}}}","Os":"{{{Evil}}}"}""",
            _ => null,
        });
        foreach (string script in (string[])["Get-MlemDockerImage", "Get-MlemDockerImage iris", "Get-MlemDockerContainer", "Get-MlemDockerContainer c1", "Get-MlemDockerService", "Test-MlemDocker", "Stop-MlemDockerContainer c1"])
            await SeenAsync($"{script} -DaemonHost {engine.Address} -Verbose -Debug");
    }

    [Fact]
    public async Task What_a_model_says_moves_no_cursor()
    {
        const string Evil = @"\e[2J\u009b1A\a\u202e";
        await File.WriteAllTextAsync(
            Path.Combine(_work, "evil.mlem"),
            $$$"""
            object_type: model
            params: {"p{{{Evil}}}": "{{{Evil}}}"}
            artifacts: {"{{{Evil}}}": {uri: "{{{Evil}}}", size: 1, hash: "{{{Evil}}}"}}
            requirements:
            - {module: "{{{Evil}}}", version: "{{{Evil}}}"}
            call_orders: {"{{{Evil}}}": [["model", "{{{Evil}}}"]]}
            processors: {"model": {type: "{{{Evil}}}", methods: {"{{{Evil}}}": {name: "{{{Evil}}}", args: [{name: "{{{Evil}}}", type_: {type: "{{{Evil}}}"} }] } } } }
            """,
            TestContext.Current.CancellationToken);
        foreach (string script in (string[])["Get-MlemModel {work}/evil", "Export-MlemDockerDir {work}/evil {work}/out -Verbose -Debug", "Export-MlemDockerDir {work}/evil {work}/out -WhatIf", "Test-MlemModel {work}/evil -Verbose -Debug"])
            await SeenAsync(script);
        foreach (string part in (string[])["Requirements", "Artifacts", "Methods", "Methods.Arguments", "Processors"])
        {
            ScriptRun result = await ScriptRun.ShowAsync($"$m = Get-MlemModel '{_work}/evil'; $m.{part}; $m.{part} | Format-List; $m.{part} | Format-Wide", TestContext.Current.CancellationToken);
            Assert.DoesNotContain(result.Shown, c => c is '\u001b' or '\u009b' or '\u0007' or '\u202e');
        }
    }

    // PowerShell shows the line of an error: what is secret must not stand in it.
    private async Task SeenAsync(string script, string given = "")
    {
        string run = script.Replace("{model}", $"'{Model}'", StringComparison.Ordinal).Replace("{work}", _work, StringComparison.Ordinal)
            .Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);
        ScriptRun result = await ScriptRun.ShowAsync($"{See.Replace("{example}", Model, StringComparison.Ordinal)}$given = '{given}'\nSee {{ {run} }}", TestContext.Current.CancellationToken);
        string seen = result.Shown + result.Error;
        Assert.True(seen.Length > 20, $"Nothing was seen of {run}");
        Assert.DoesNotContain(Secret, seen, StringComparison.Ordinal);
        Assert.DoesNotContain(seen, c => c is '\u001b' or '\u009b' or '\u0007' or '\u202e');
    }
}
