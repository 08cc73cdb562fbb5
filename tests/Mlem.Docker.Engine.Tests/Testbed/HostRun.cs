using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>A script in <c>mlem-docker</c>, as a user runs it, on the Engine of the tests.</summary>
internal sealed record HostRun(int ExitCode, IReadOnlyList<JsonNode?> Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private const int Interrupt = 2;

    private static string Host { get; } = RepositoryRoot.Combine(
        "src", "Mlem.Docker.Host", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "mlem-docker.dll");

    public static async Task<HostRun> OfAsync(string script, CancellationToken cancellation)
    {
        ProgramRun run = await ProgramRun.OfAsync(
            "dotnet", [Host, "-OutputFormat", "Json", "-Command", script], Limit, cancellation);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new HostRun(run.ExitCode, [.. lines.Select(line => JsonNode.Parse(line))], run.Error);
    }

    /// <summary>Interrupts the script as Ctrl+C does, once a line of its standard error has come, and answers its exit code.</summary>
    public static async Task<int> InterruptAsync(string script, string line, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", [Host, "-Command", script]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            while (await process.StandardError.ReadLineAsync(limit.Token) is string read && read != line)
            {
            }

            Assert.Equal(0, Kill(process.Id, Interrupt));
            await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Interrupts the script as Ctrl+C does, once something is seen to be so, and answers its exit code.</summary>
    public static async Task<int> InterruptWhenAsync(string script, Func<CancellationToken, Task<bool>> seen, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", [Host, "-Command", script]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            while (!process.HasExited && !await seen(limit.Token))
                await Task.Delay(50, limit.Token);
            Assert.Equal(0, Kill(process.Id, Interrupt));
            await process.WaitForExitAsync(limit.Token);
            await Task.WhenAll(errors, output);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
