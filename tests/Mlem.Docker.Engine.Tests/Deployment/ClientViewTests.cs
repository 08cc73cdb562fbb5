using System.Diagnostics;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>
/// A session that has the Engine's socket and not its network, as in a container or a CI job: a network namespace of its
/// own, in which not even 127.0.0.1 leads anywhere.
/// </summary>
[Proves("Starts and predictions where ports are out of reach, or not published", Engines.All)]
public sealed class ClientViewTests(EngineFixture engine) : DeploymentTest(engine)
{
    private const string Interface = """
        {"methods":{"predict":{"name":"predict","args":[{"name":"data","required":true,"type_":{"type":"primitive","ptype":"str"}}],
        "returns":{"type":"primitive","ptype":"str"}}},"version":"0.4.14"}
        """;

    // One answer a connection, whatever is asked: the description first, then a prediction.
    private const string Server = "while true; do nc -l -p 8080 -e /answer.sh; done";

    private const string Answer = """
        #!/bin/sh
        read -r method path rest
        while read -r line && [ "${#line}" -gt 1 ]; do :; done
        body="\"seen\""
        [ "$path" != /interface.json ] || body=$(cat /interface.json)
        printf 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s' "${#body}" "$body"
        """;

    [Theory]
    [InlineData("8080")]
    [InlineData(null)]
    public async Task Starts_and_predictions_go_through_the_Engine_where_its_ports_are_out_of_reach(string? published)
    {
        Peers.RequirePrograms(Peers.Engine, "/usr/bin/unshare");
        File.WriteAllText(Path.Combine(Project.Folder, "templates", "dockerfile.j2"), $"""
            FROM mlem-test/busybox:1.35
            RUN echo {Base64(Interface)} | base64 -d > /interface.json; echo {Base64(Answer)} | base64 -d > /answer.sh; chmod +x /answer.sh
            CMD {Server}
            """);
        Project.Declare(Name, options => options with { Ports = published is null ? [] : [published] });
        string declared = ScriptRun.Quote(Path.Combine(Project.Folder, "dep"));
        string script = $"(Start-MlemDockerContainer {declared} -Model {ScriptRun.Quote(Path.Combine(Project.Folder, "iris"))} -TimeoutSec 60).Status; "
            + $"Invoke-MlemDockerContainer {Name} -Method predict -InputObject x; Invoke-MlemDockerContainer -Path {declared} -Method predict -InputObject x; "
            + "(Test-MlemDocker -DnsName localhost)[0].State";

        using RealPowerShell shell = RealPowerShell.Open();
        ProcessStartInfo start = shell.ForScript(RealPowerShell.Import + "$WarningPreference = 'SilentlyContinue'\n" + script);
        ProgramRun run = await ProgramRun.OfAsync("unshare", ["--net", start.FileName, .. start.ArgumentList], TimeSpan.FromMinutes(10), Cancellation);
        try
        {
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(["Running", "seen", "seen", "Warning"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
        finally
        {
            await EndAsync(DockerContainer.Load(Path.Combine(Project.Folder, "dep")));
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
