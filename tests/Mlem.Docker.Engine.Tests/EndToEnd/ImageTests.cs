using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.EndToEnd;

/// <summary>New-MlemDockerImage on the real Engine: what it reports is held against the Engine, and the image serves.</summary>
public sealed class ImageTests(EngineFixture engine) : EngineTest(engine)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }

    [Theory]
    [InlineData("a_sklearn_df")]
    [InlineData("d_processors")]
    public async Task An_image_of_a_model_is_what_was_reported_and_answers_as_MLEM_does(string name)
    {
        var recorded = RecordedServing.Read(name);
        var image = Assert.Single(await ScriptRun.ObjectsAsync(await NewImageAsync(recorded), Cancellation))!;
        var inspected = await Api.GetAsync($"images/{Prefix}:latest/json", Cancellation);

        Assert.Equal((string?)inspected["Id"], (string?)image["ImageId"]);
        Assert.Equal((long?)inspected["Size"], (long?)image["Size"]);
        Assert.Equal($"{Prefix}:latest", (string?)image["Uri"]);
        Assert.Null(JsonDifference.Between(inspected["Config"]!["Labels"] ?? new JsonObject(), image["Labels"]));

        await using var container = await StandInContainer.StartImageAsync(this, Prefix, [], Cancellation);
        using var client = new ModelClient(await container.PortAsync(Cancellation));
        await client.WaitUntilServingAsync(StartLimit, Cancellation);
        await recorded.AssertAnswersAsync(client, Cancellation);
    }

    [Fact]
    public async Task A_step_that_fails_gives_one_error_with_its_instruction_code_and_output_and_no_image()
    {
        string templates = _folder.Combine("templates");
        Directory.CreateDirectory(templates);
        await File.WriteAllTextAsync(
            Path.Combine(templates, "post_copy.j2"), "RUN echo told-by-the-step && exit 7\n", Cancellation);
        string script = await NewImageAsync(RecordedServing.Read("a_sklearn_df"));
        ScriptRun run = await ScriptRun.ShowAsync($"{script} -TemplatesDir {ScriptRun.Quote(templates)}", Cancellation);

        Assert.True(run.Failed);
        Assert.Contains("RUN echo told-by-the-step && exit 7", run.Error, StringComparison.Ordinal);
        Assert.Matches(@"\b7\b", run.Error.Replace("exit 7", "", StringComparison.Ordinal));
        Assert.Contains("told-by-the-step", run.Error.Replace("echo told-by-the-step", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("   at Mlem.", run.Error, StringComparison.Ordinal);
        Assert.Null(await Api.FindAsync($"images/{Prefix}:latest/json", Cancellation));
    }

    [Fact]
    public async Task An_image_that_exists_is_not_overwritten_where_that_is_not_wanted()
    {
        string busybox = await Engine.BaseImages.BusyboxAsync(Cancellation);
        await Api.PostAsync($"images/{busybox}/tag?repo={Prefix}&tag=latest", null, Cancellation);
        try
        {
            string script = await NewImageAsync(RecordedServing.Read("a_sklearn_df"));
            ScriptRun run = await ScriptRun.ShowAsync($"{script} -NoOverwrite", Cancellation);

            Assert.True(run.Failed);
            Assert.Contains($"{Prefix}:latest", run.Error, StringComparison.Ordinal);
            var before = await Api.GetAsync($"images/{busybox}/json", Cancellation);
            var after = await Api.GetAsync($"images/{Prefix}:latest/json", Cancellation);
            Assert.Equal((string?)before["Id"], (string?)after["Id"]);
        }
        finally
        {
            await Api.DeleteAsync($"images/{Prefix}:latest", Cancellation);
        }
    }

    [Fact]
    public async Task A_pushed_image_has_the_digest_that_the_registry_gives()
    {
        await using var registry = await RegistryProcess.StartAsync(Cancellation);
        string target = $"-Registry @{{ type = 'remote'; host = '{registry.Host}' }}";
        string uri = $"{registry.Host}/{Prefix}:latest";
        try
        {
            string script = await NewImageAsync(RecordedServing.Read("a_sklearn_df"));
            var image = Assert.Single(await ScriptRun.ObjectsAsync($"{script} {target}", Cancellation))!;

            Assert.Equal(uri, (string?)image["Uri"]);
            Assert.Equal(await registry.DigestAsync(Prefix, "latest", Cancellation), (string?)image["Digest"]);
            Assert.True((bool)Assert.Single(await AboutAsync("Test-MlemDockerImage"))!);

            await ScriptRun.ObjectsAsync($"Remove-MlemDockerImage {Prefix} {target} -Force", Cancellation);
            Assert.Null(await registry.DigestAsync(Prefix, "latest", Cancellation));
            Assert.False((bool)Assert.Single(await AboutAsync("Test-MlemDockerImage"))!);
        }
        finally
        {
            await Api.DeleteAsync($"images/{uri}?force=1", Cancellation);
        }

        Task<IReadOnlyList<JsonNode?>> AboutAsync(string cmdlet) =>
            ScriptRun.ObjectsAsync($"{cmdlet} {Prefix} {target}", Cancellation);
    }

    private async Task<string> NewImageAsync(RecordedServing recorded)
    {
        string baseImage = await Engine.BaseImages.PythonAsync(Cancellation);
        string wheel = StandInWheel.Write(_folder.Path);
        return $"New-MlemDockerImage {ScriptRun.Quote(recorded.Model!)} -Name {Prefix} -Server {recorded.ServerTable} "
            + $"-BaseImage {baseImage} -MlemWheel {ScriptRun.Quote(wheel)}";
    }
}
