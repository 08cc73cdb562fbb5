using System.Text.Json.Nodes;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>A script in <c>mlem-docker</c>, as a user runs it, on the Engine of the tests.</summary>
internal sealed record HostRun(int ExitCode, IReadOnlyList<JsonNode?> Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static async Task<HostRun> OfAsync(string script, CancellationToken cancellation)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string host = RepositoryRoot.Combine(
            "src", "Mlem.Docker.Host", "bin", configuration, "net10.0", "mlem-docker.dll");
        ProgramRun run = await ProgramRun.OfAsync(
            "dotnet", [host, "-OutputFormat", "Json", "-Command", script], Limit, cancellation);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new HostRun(run.ExitCode, [.. lines.Select(line => JsonNode.Parse(line))], run.Error);
    }
}
