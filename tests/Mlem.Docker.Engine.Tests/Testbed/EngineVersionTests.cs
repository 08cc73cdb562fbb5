namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>The Engine under test is the one that docs/engines.md names.</summary>
[Proves("Version and store are those of this table", Engines.All)]
public sealed class EngineVersionTests(EngineFixture engine) : EngineTest(engine)
{
    [Fact]
    public async Task The_Engine_is_of_the_series_and_has_the_store_that_the_page_says()
    {
        Assert.SkipUnless(EngineNames.Current is not null, "The Engine is not one of the testbed's.");
        int column = EngineNames.All.Keys.ToList().IndexOf(EngineNames.Current.Value);
        string version = (string)(await Api.GetAsync("version", Cancellation))["Components"]![0]!["Version"]!;
        string expected = EnginesPageTests.Versions()[column];
        // Debian mends the last digits without asking us.
        Assert.StartsWith(expected[..(expected.LastIndexOf('.') + 1)], version, StringComparison.Ordinal);
        string driver = (string)(await Api.GetAsync("info", Cancellation))["Driver"]!;
        Assert.Equal(EngineNames.Current == Engines.Containerd ? "overlayfs" : EngineNames.Current == Engines.Podman ? "overlay" : "overlay2", driver);
    }
}
