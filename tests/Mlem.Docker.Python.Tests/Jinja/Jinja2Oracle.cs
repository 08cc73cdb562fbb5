using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Python.Tests.Jinja;

/// <summary>The real Jinja2 in a Python process of its own.</summary>
internal static class Jinja2Oracle
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Why it cannot be asked; null when it can.</summary>
    public static async Task<string?> WhyMissingAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Python)) return $"there is no {Python}";
        ProcessStartInfo start = new(Python) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("import jinja2");
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? null : "python3-jinja2 is not installed (apt-get install python3-jinja2)";
    }

    /// <summary>Renders all cases in one process, in order.</summary>
    public static async Task<List<JsonElement>> RenderAsync(
        IReadOnlyList<Dictionary<string, string>> cases, JsonElement variables, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(Python)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add("-W");
        start.ArgumentList.Add("ignore");
        start.ArgumentList.Add(Path.Combine(Room(), "jinja2_oracle.py"));
        using Process process = Process.Start(start)!;
        Task<List<JsonElement>> answers = ReadAsync(process, cancellationToken);
        foreach (Dictionary<string, string> templates in cases)
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { templates, variables }).AsMemory(), cancellationToken);
        process.StandardInput.Close();
        List<JsonElement> all = await answers;
        await process.WaitForExitAsync(cancellationToken);
        return all.Count == cases.Count + 1
            ? all[1..]
            : throw new InvalidOperationException($"{cases.Count} templates sent, {all.Count - 1} answers came.");
    }

    /// <summary>The folder of this room's tests in the repository.</summary>
    public static string Room() => RepositoryRoot.Combine("tests", "Mlem.Docker.Python.Tests", "Jinja");

    private static async Task<List<JsonElement>> ReadAsync(Process process, CancellationToken cancellationToken)
    {
        List<JsonElement> answers = [];
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            answers.Add(JsonSerializer.Deserialize<JsonElement>(line));
        return answers;
    }
}
