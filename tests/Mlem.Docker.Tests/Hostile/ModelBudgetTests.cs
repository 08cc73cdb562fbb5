using System.Text.Json;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Hostile;

/// <summary>What a model may cost, whether it is refused or taken: three seconds and 300 MB, those of .NET itself included.</summary>
public sealed class ModelBudgetTests : IDisposable
{
    // On a machine that takes this for the smallest model, most of it for .NET itself; a slower one may take as much longer.
    private const double MostSeconds = 3;
    private const double UsualSecondsOfTheSmallest = 0.3;
    private const double MostMegaBytes = 300;

    private static readonly Lazy<Task<double>> Smallest = new(async () =>
        JsonSerializer.Deserialize<ModelCost>(await ChildProcess.RunAsync("cost", Golden.Path("models", "a_sklearn_df", "model")))!.Seconds);

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-budget-").FullName;

    public static TheoryData<string> Names => [.. HostileModels.Texts.Keys];

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_model_costs_little_or_is_refused(string name)
    {
        string file = Path.Combine(_work, "model.mlem");
        await File.WriteAllTextAsync(file, HostileModels.Texts[name](), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_work, "one"), "1", TestContext.Current.CancellationToken);

        ModelCost cost = JsonSerializer.Deserialize<ModelCost>(await ChildProcess.RunAsync("cost", file))!;

        TestContext.Current.SendDiagnosticMessage($"{name}: {cost}");
        Assert.InRange(cost.Outcome.Length, 1, 2500);
        Assert.InRange(cost.MegaBytes, 0, MostMegaBytes);
        Assert.InRange(cost.Seconds, 0, MostSeconds * Math.Max(1, await Smallest.Value / UsualSecondsOfTheSmallest));
    }
}
