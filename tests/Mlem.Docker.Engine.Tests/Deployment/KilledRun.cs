using System.Diagnostics;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>A script in <c>mlem-docker</c> that is ended by SIGKILL after a while.</summary>
internal static class KilledRun
{
    private static readonly string Host = RepositoryRoot.Combine(
        "src", "Mlem.Docker.Host", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "mlem-docker.dll");

    /// <returns>True when it was killed, false when it had ended before.</returns>
    public static async Task<bool> OfAsync(string script, TimeSpan after, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", [Host, "-Command", script]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(after);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(cancellation);
            return true;
        }
    }
}
