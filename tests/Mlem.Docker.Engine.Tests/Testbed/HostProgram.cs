using System.Text.Json.Nodes;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>The shipped <c>mlem-docker</c>, run as a user runs it; the module behind it is the one in <c>out/</c>.</summary>
internal static class HostProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static string Assembly { get; } = RepositoryRoot.Combine(
        "src",
        "Mlem.Docker.Host",
        "bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
        "net10.0",
        "mlem-docker.dll");

    /// <summary>Runs to the end, whatever that is.</summary>
    public static Task<ProgramRun> RunAsync(IEnumerable<string> arguments, CancellationToken cancellation) =>
        ProgramRun.OfAsync("dotnet", [Assembly, .. arguments], Limit, cancellation);

    /// <summary>Runs to the end with further variables in its environment, written <c>NAME=value</c>.</summary>
    public static Task<ProgramRun> RunWithAsync(
        IEnumerable<string> variables, IEnumerable<string> arguments, CancellationToken cancellation) =>
        ProgramRun.OfAsync("env", [.. variables, "dotnet", Assembly, .. arguments], Limit, cancellation);

    /// <summary>Runs to the end in a folder, with further variables.</summary>
    public static Task<ProgramRun> RunInAsync(
        string folder, IEnumerable<string> variables, IEnumerable<string> arguments, CancellationToken cancellation) =>
        ProgramRun.OfAsync("env", ["-C", folder, .. variables, "dotnet", Assembly, .. arguments], Limit, cancellation);

    /// <summary>Runs a script that must succeed; each object that it puts out is one value.</summary>
    public static async Task<IReadOnlyList<JsonNode?>> ObjectsAsync(string script, CancellationToken cancellation)
    {
        var run = await RunAsync(["-OutputFormat", "Json", "-Command", script], cancellation);
        return [.. run.OutputOrThrow($"mlem-docker -Command '{script}'")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line))];
    }

    /// <summary>A text as a PowerShell literal.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
