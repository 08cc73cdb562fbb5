using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Mlem.Docker.Tests.Support;

/// <summary>
/// Runs a part of this assembly in a process of its own, whose cost can be told from that of the tests beside it, or that
/// contends with another one as two users' calls do. Which part, an environment variable says.
/// </summary>
internal static class ChildProcess
{
    private const string Variable = "MLEM_DOCKER_TESTS_PART";

    private static readonly Dictionary<string, Func<string[], string>> Parts = new()
    {
        ["cost"] = Hostile.ModelCost.Measure,
        ["pickles"] = Hostile.PickleCostTests.Measure,
        ["export"] = Context.TwoProcessesTests.Export,
    };

    /// <summary>The start of a process that runs a part; its answer is its output.</summary>
    public static ProcessStartInfo Start(string part, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ChildProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment[Variable] = part;
        return start;
    }

    /// <summary>What a part answers.</summary>
    public static async Task<string> RunAsync(string part, params string[] arguments)
    {
        using Process process = Process.Start(Start(part, arguments))!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string answer = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return answer;
    }

#pragma warning disable CA2255 // The runner of the tests has the entry point; this comes before it.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void RunPart()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } part)
            return;
        Environment.SetEnvironmentVariable(Variable, null);
        Console.Out.Write(Parts[part](Environment.GetCommandLineArgs()[1..]));
        Console.Out.Flush();
        Environment.Exit(0);
    }
}
