using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Registries;

/// <summary>The Engine and a real registry reach each other, which the tests of pushing stand on.</summary>
public sealed class RegistryPeerTests(EngineFixture engine) : EngineTest(engine)
{
    [Fact]
    public async Task An_image_pushed_by_the_Engine_lies_in_the_registry()
    {
        await using var registry = await RegistryProcess.StartAsync(Cancellation);
        string source = await Engine.BaseImages.BusyboxAsync(Cancellation);
        string repository = $"{registry.Host}/{Prefix}";
        await Api.PostAsync($"images/{source}/tag?repo={repository}&tag=1", null, Cancellation);
        try
        {
            string lines = await Api.PushAsync(repository, "1", Cancellation);
            Assert.Contains("sha256:", lines, StringComparison.Ordinal);
        }
        finally
        {
            await Api.DeleteAsync($"images/{repository}:1", Cancellation);
        }

        using var client = new HttpClient();
        string tags = await client.GetStringAsync($"http://{registry.Host}/v2/{Prefix}/tags/list", Cancellation);
        Assert.Equal($$"""{"name":"{{Prefix}}","tags":["1"]}""", tags.Trim());
    }
}
