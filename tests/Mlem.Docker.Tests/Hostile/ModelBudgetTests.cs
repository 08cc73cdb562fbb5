using System.Diagnostics;

namespace Mlem.Docker.Tests.Hostile;

/// <summary>What a model may cost, whether it is refused or taken: little memory, and no search that grows with its square.</summary>
public sealed class ModelBudgetTests : IDisposable
{
    // In all, so more than is ever held at a time.
    private const long MostAllocated = 600L << 20;

    // Each takes well below three seconds on a machine of its own; a search of squares takes minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-budget-").FullName;

    public static TheoryData<string> Names => [.. HostileModels.Texts.Keys];

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_costs_little_or_is_refused(string name)
    {
        string file = Path.Combine(_work, "model.mlem");
        File.WriteAllText(file, HostileModels.Texts[name]());
        File.WriteAllText(Path.Combine(_work, "one"), "1");
        // On this thread alone nothing else is counted.
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        string outcome = Outcome(file);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        TestContext.Current.SendDiagnosticMessage($"{name}: {outcome}, {watch.Elapsed.TotalSeconds:0.0} s, {allocated >> 20} MiB");
        Assert.InRange(allocated, 0, MostAllocated);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Patience);
    }

    private static string Outcome(string file)
    {
        try
        {
            var model = MlemModel.Load(file);
            DockerContext context = DockerContext.CreateAsync(new DockerContextRequest(model)).GetAwaiter().GetResult();
            return $"{context.Entries.Count} files, {model.Hash}, {model.Methods.Count} methods";
        }
        catch (MlemException refused)
        {
            Assert.InRange(refused.Message.Length, 1, 2000);
            return refused.ErrorId;
        }
    }
}
