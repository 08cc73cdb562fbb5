using System.Diagnostics;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>A script in <c>mlem-docker</c> that is ended by SIGKILL at a moment of its work.</summary>
/// <param name="Killed">False when it had ended before.</param>
/// <param name="Worked">How long it worked, the start of the process not counted.</param>
internal sealed record KilledRun(bool Killed, TimeSpan Worked)
{
    private static readonly string Host = RepositoryRoot.Combine(
        "src", "Mlem.Docker.Host", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "mlem-docker.dll");

    /// <param name="script">The script; what its process needs to come up is not part of it.</param>
    /// <param name="after">When it is killed, counted from the moment at which the script begins; null to let it end.</param>
    /// <param name="cancellation">Stops the wait, and kills the process.</param>
    public static async Task<KilledRun> OfAsync(string script, TimeSpan? after, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", [Host, "-Command", $"'begin'; {script}"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
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
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
