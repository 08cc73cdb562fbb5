using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Commands;

/// <summary><c>Test-MlemDocker</c> on a real Engine and a real registry.</summary>
[Proves("`Test-MlemDocker`", Engines.All)]
public sealed class DoctorTests(EngineFixture engine) : EngineTest(engine)
{
    [Fact]
    public async Task A_machine_that_is_well_passes_and_nothing_stays_on_the_Engine()
    {
        await using var registry = await RegistryProcess.StartAsync(Cancellation);
        string source = await Engine.BaseImages.PythonAsync(Cancellation);
        await Api.PostAsync($"images/{source}/tag?repo={Prefix}&tag=1", null, Cancellation);

        // `localhost` stands in every container's hosts file; which other names are found is the machine's affair.
        ScriptRun run = await ScriptRun.RunAsync(
            $"Test-MlemDocker -Image '{Prefix}:1' -Registry '{registry.Host}' -DnsName localhost; Test-MlemDocker -Quiet -DnsName localhost",
            Cancellation);

        Assert.Equal("", run.Error);
        Assert.Equal(
            ["Endpoint", "Version", "ApiVersion", "Builder", "Storage", "RegistryLogin", "Dns", "BaseImage"],
            run.Output.SkipLast(1).Select(row => (string?)row!["Name"]));
        var rows = run.Output.SkipLast(1).ToDictionary(row => (string)row!["Name"]!, row => (string?)row!["Finding"]);
        string version = (string)(await Api.GetAsync("version", Cancellation))["Version"]!;
        Assert.Contains(version, rows["Version"], StringComparison.Ordinal);
        Assert.Contains($"{registry.Host} answers", rows["RegistryLogin"], StringComparison.Ordinal);
        Assert.Contains($"A container of {Prefix}:1 finds localhost.", rows["Dns"], StringComparison.Ordinal);
        Assert.Matches(@"^[0-9.]+ [kMGTP]?B are free for /", rows["Storage"]);
        Assert.True((bool)run.Output[^1]!);
        Assert.True(await Api.DeleteAsync($"images/{Prefix}:1", Cancellation));
    }

    [Fact]
    public async Task A_name_that_nobody_has_fails_the_check_and_not_the_cmdlet()
    {
        string source = await Engine.BaseImages.BusyboxAsync(Cancellation);
        ScriptRun run = await ScriptRun.RunAsync(
            $"Test-MlemDocker -Image '{source}' -DnsName no-such-name.invalid | Where-Object Name -eq Dns", Cancellation);

        Assert.Equal("", run.Error);
        var row = Assert.Single(run.Output)!;
        Assert.Equal("Failed", row["State"]!.ToString());
        Assert.Contains("no-such-name.invalid", (string?)row["Finding"], StringComparison.Ordinal);
        var containers = (System.Text.Json.Nodes.JsonArray)await Api.GetAsync("containers/json?all=1&filters=%7B%22label%22%3A%5B%22mlem.probe%22%5D%7D", Cancellation);
        Assert.Empty(containers);
    }

    [Fact]
    public async Task No_Engine_at_all_is_a_table_that_says_what_to_do()
    {
        ScriptRun run = await ScriptRun.ShowAsync("Test-MlemDocker unix:///nowhere/docker.sock", Cancellation);
        Assert.Equal("", run.Error);
        Assert.Matches("(?m)^Endpoint +Failed +The Docker Engine at unix:///nowhere/docker.sock", run.Shown);
        Assert.Contains("-> Start the Docker Engine", run.Shown, StringComparison.Ordinal);
    }
}
