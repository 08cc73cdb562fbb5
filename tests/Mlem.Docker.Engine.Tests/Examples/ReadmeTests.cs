using Mlem.Docker.Engine.Tests.Testbed;
using Mlem.Docker.Tests.Examples;

namespace Mlem.Docker.Engine.Tests.Examples;

/// <summary>The README's way from a model to a prediction, typed as it stands there, on every Engine, without a warning.</summary>
[Collection(nameof(ExampleTests))]
public sealed class ReadmeTests(EngineFixture engine, ExampleEngine examples) : ExampleTest(engine, examples)
{
    internal const string Page = "README.md";

    [Fact]
    [Proves("README's way from a model to a prediction, without a warning", Engines.All)]
    public async Task The_READMEs_way_runs_as_it_is_written_without_a_warning()
    {
        // Other pages leave a container of its name, and one that is replaced on a fixed port is told of.
        await RemoveContainersAsync();
        await RunAsync(Page, warnings: false);
    }

    private protected override bool Runs(DocumentExample example, bool help) => example.Need == ExampleNeed.Engine;

    private protected override string Scene(DocumentExample example) => "";
}
