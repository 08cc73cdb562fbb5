using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.EndToEnd;

/// <summary>Models without types get those that MLEM gave them, byte for byte.</summary>
[Proves("Find the types of a model in a container without a network (`Repair-MlemModel`)", Engines.All)]
public sealed partial class RepairTests(EngineFixture engine) : EngineTest(engine)
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        JsonNode images = await Api.GetAsync("images/json", CancellationToken.None);
        JsonNode containers = await Api.GetAsync("containers/json?all=1&filters=%7B%22label%22%3A%5B%22mlem.repair%22%5D%7D", CancellationToken.None);
        _folder.Dispose();
        await base.DisposeAsync();
        Assert.DoesNotContain("mlem-repair", images.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(containers.AsArray());
    }

    [Theory]
    [InlineData("a_sklearn_df", "predict")]
    [InlineData("b_sklearn_np", "predict")]
    [InlineData("d_processors", "predict")]
    public async Task A_model_whose_types_were_lost_has_them_again(string model, string method)
    {
        string broken = Unspecified(model);
        string sample = _folder.Combine("rows.json");
        await File.WriteAllTextAsync(sample, Sent(model, method), Cancellation);
        string fixedModel = _folder.Combine("fixed", "model");
        JsonNode repaired = Assert.Single(await ScriptRun.ObjectsAsync(
            $"{await RepairAsync(broken)} -SampleInput {ScriptRun.Quote(sample)} -OutputPath {ScriptRun.Quote(fixedModel)}", Cancellation))!;
        Assert.Equal(fixedModel + ".mlem", (string?)repaired["Path"]);
        Assert.Equal(await File.ReadAllTextAsync(Golden(model), Cancellation), await File.ReadAllTextAsync(fixedModel + ".mlem", Cancellation));
        Assert.Equal(await File.ReadAllTextAsync(Golden(model), Cancellation), MlemObject.Load(fixedModel).ToYaml());
    }

    [Fact]
    public async Task A_sample_that_the_model_does_not_take_is_told_and_nothing_is_left()
    {
        string broken = Unspecified("b_sklearn_np");
        ScriptRun run = await ScriptRun.ShowAsync(
            $"{await RepairAsync(broken)} -SampleInput '[[1.0, 2.0]]' -OutputPath {ScriptRun.Quote(_folder.Combine("fixed", "model"))}", Cancellation);
        Assert.True(run.Failed);
        Assert.Contains("model.predict", run.Error, StringComparison.Ordinal);
        Assert.Contains("4 features", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Combine("fixed")));
    }

    [Fact]
    public async Task The_names_of_a_hashtable_come_in_the_order_of_the_model()
    {
        string broken = Unspecified("a_sklearn_df");
        string fixedModel = _folder.Combine("fixed", "model");
        const string Row = "@{ 'petal width (cm)' = 0.2; 'sepal length (cm)' = 5.1; 'petal length (cm)' = 1.4; 'sepal width (cm)' = 3.5 }";
        await ScriptRun.ObjectsAsync($"{await RepairAsync(broken)} -SampleInput {Row} -OutputPath {ScriptRun.Quote(fixedModel)}", Cancellation);
        Assert.Equal(await File.ReadAllTextAsync(Golden("a_sklearn_df"), Cancellation), await File.ReadAllTextAsync(fixedModel + ".mlem", Cancellation));
    }

    private static string Golden(string model) => RepositoryRoot.Combine("tests", "golden", "models", model, "model.mlem");

    // What was sent to the real server, and not taken apart: {"data": ...}.
    private static string Sent(string model, string method)
    {
        JsonNode recorded = JsonNode.Parse(File.ReadAllText(RepositoryRoot.Combine("tests", "golden", "serve", model + ".json")))!;
        return recorded["exchanges"]!.AsArray().First(e => (string?)e!["request"]!["path"] == "/" + method)!["request"]!["body"]!.ToJsonString();
    }

    private async Task<string> RepairAsync(string model)
    {
        string python = await Engine.BaseImages.PythonAsync(Cancellation);
        StandInWheel.Write(_folder.Combine(string.Empty));
        return $"Repair-MlemModel {ScriptRun.Quote(model)} -BaseImage {python} -MlemWheel {ScriptRun.Quote(_folder.Combine(StandInWheel.FileName))} -Builder BuildKit";
    }

    // The whole type of every argument and result, at any depth of indentation.
    private string Unspecified(string model)
    {
        string from = Path.GetDirectoryName(Golden(model))!;
        string to = _folder.Combine("broken");
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        string broken = Path.Combine(to, "model.mlem");
        File.WriteAllText(broken, Type().Replace(File.ReadAllText(broken), "$1$2:\n$1  type: unspecified\n"));
        Assert.Contains("unspecified", File.ReadAllText(broken), StringComparison.Ordinal);
        return Path.Combine(to, "model");
    }

    [GeneratedRegex(@"(?m)^( +)(type_|returns):\n(?:\1 .*\n)+")]
    private static partial Regex Type();
}
