using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Mlem.Docker.PowerShell.Tests.Support;

/// <summary>Runs the built <c>mlem-docker</c> as a process.</summary>
internal static class HostProcess
{
    private const int Interrupt = 2;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static string Assembly { get; } = Path.Combine(
        BuiltModule.RepositoryRoot,
        "src",
        "Mlem.Docker.Host",
        "bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
        "net10.0",
        "mlem-docker.dll");

    public static async Task<HostResult> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        return await FinishAsync(process, output);
    }

    /// <summary>Interrupts the process as Ctrl+C does, once its output has come to a line.</summary>
    public static async Task<(HostResult Result, TimeSpan Took)> InterruptAsync(string line, params string[] arguments)
    {
        using Process process = Start(arguments);
        var seen = new List<string>();
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Limit) is string read)
        {
            seen.Add(read);
            if (read == line)
                break;
        }

        long before = Stopwatch.GetTimestamp();
        Assert.Equal(0, Kill(process.Id, Interrupt));
        HostResult result = await FinishAsync(process, process.StandardOutput.ReadToEndAsync());
        return (result with { Output = string.Join('\n', seen) + "\n" + result.Output }, Stopwatch.GetElapsedTime(before));
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Assembly);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private static async Task<HostResult> FinishAsync(Process process, Task<string> output)
    {
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new(process.ExitCode, await output, await error);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}

/// <summary>What the process left.</summary>
internal sealed record HostResult(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
