using System.Diagnostics;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>A script in <c>pwsh</c> that is ended by SIGKILL at a moment of its work.</summary>
/// <param name="Killed">False when it had ended before.</param>
/// <param name="Worked">How long it worked, the start of the process not counted.</param>
internal sealed record KilledRun(bool Killed, TimeSpan Worked)
{
    // The process has the module, and waits for what it is to do.
    private const string Wait = RealPowerShell.Import + """
        'ready'
        $script = [Console]::In.ReadToEnd()
        'begin'
        & ([scriptblock]::Create($script))
        """;

    /// <summary>Starts the process of the next run, which comes up beside whatever goes on.</summary>
    public static Process Start(RealPowerShell shell) => Process.Start(shell.ForScript(Wait))!;

    /// <param name="process">The process, which ends with the run.</param>
    /// <param name="script">The script; what its process needs to come up is not part of it.</param>
    /// <param name="after">When it is killed, counted from the moment at which the script begins; null to let it end.</param>
    /// <param name="cancellation">Stops the wait, and kills the process.</param>
    public static async Task<KilledRun> InAsync(Process process, string script, TimeSpan? after, CancellationToken cancellation)
    {
        Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(cancellation));
            await process.StandardInput.WriteAsync(script.AsMemory(), cancellation);
            process.StandardInput.Close();
            Assert.Equal("begin", await process.StandardOutput.ReadLineAsync(cancellation));
            long begin = Stopwatch.GetTimestamp();
            Task<string> rest = process.StandardOutput.ReadToEndAsync(cancellation);
            Task ended = process.WaitForExitAsync(cancellation);
            if (after is { } moment && await Task.WhenAny(ended, Task.Delay(moment, cancellation)) != ended)
            {
                process.Kill(entireProcessTree: true);
                await ended;
                return new KilledRun(true, moment);
            }

            await ended;
            TimeSpan worked = Stopwatch.GetElapsedTime(begin);
            await rest;
            Assert.True(process.ExitCode == 0, $"{script}\n{await error}");
            return new KilledRun(false, worked);
        }
        finally
        {
            End(process);
        }
    }

    /// <summary>Ends a process, whatever it does.</summary>
    public static void End(Process process)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
