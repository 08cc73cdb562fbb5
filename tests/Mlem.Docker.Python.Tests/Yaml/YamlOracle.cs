using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Python.Tests.Yaml;

/// <summary>The real PyYAML in a Python process of its own.</summary>
internal static partial class YamlOracle
{
    private const string Python = "/usr/bin/python3";

    /// <summary>What <c>safe_load</c> makes of each text: its <c>repr</c>, or what it finds wrong.</summary>
    public static async Task<List<(string? Repr, string? Problem)>> ReadAsync(
        IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(Python, [Path.Combine(YamlGolden.Room(), "yaml_oracle.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        using Process process = Process.Start(start)!;
        Task<string> answers = process.StandardOutput.ReadToEndAsync(cancellationToken);
        foreach (string text in texts)
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(text).AsMemory(), cancellationToken);
        process.StandardInput.Close();
        string[] lines = (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(cancellationToken);
        Assert.Equal(texts.Count, lines.Length);
        return [.. lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line)).Select(answer => (
            answer.TryGetProperty("repr", out JsonElement repr) ? repr.GetString() : null,
            answer.TryGetProperty("problem", out JsonElement problem) ? Kind(problem.GetString()!) : null))];
    }

    /// <summary>Why it cannot be asked; null when it can.</summary>
    public static async Task<string?> WhyMissingAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Python)) return $"there is no {Python}";
        using Process process = Process.Start(new ProcessStartInfo(Python, ["-c", "import yaml"]) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? null : "python3-yaml is not installed (apt-get install python3-yaml)";
    }

    /// <summary>A problem without what stands in the text itself.</summary>
    public static string Kind(string problem) => Quoted().Replace(problem, "_");

    [GeneratedRegex("""'(?:[^'\\]|\\.)*'|"[^"]*"|\d+""")]
    private static partial Regex Quoted();
}
