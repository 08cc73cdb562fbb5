using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>A script in <c>pwsh</c> that is interrupted as Ctrl+C does, and left to clean up.</summary>
internal static class InterruptedScript
{
    private const int Interrupt = 2;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Interrupts it once it has put out a line.</summary>
    public static Task AfterLineAsync(string script, string line, CancellationToken cancellation) => RunAsync(
        script,
        async (process, stop) =>
        {
            while (await process.StandardOutput.ReadLineAsync(stop) is string read && read != line)
            {
            }
        },
        cancellation);

    /// <summary>Interrupts it once something is seen to be so.</summary>
    public static Task WhenAsync(string script, Func<CancellationToken, Task<bool>> seen, CancellationToken cancellation) => RunAsync(
        script,
        async (process, stop) =>
        {
            while (!process.HasExited && !await seen(stop))
                await Task.Delay(50, stop);
        },
        cancellation);

    private static async Task RunAsync(string script, Func<Process, CancellationToken, Task> moment, CancellationToken cancellation)
    {
        using RealPowerShell shell = RealPowerShell.Open();
        using Process process = Process.Start(shell.ForScript(RealPowerShell.Import + script))!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            await moment(process, limit.Token);
            Assert.False(process.HasExited, "The script ended by itself.");
            Assert.Equal(0, Kill(process.Id, Interrupt));
            await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            await errors;
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
