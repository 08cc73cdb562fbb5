using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Mlem.Docker.Python.Tests.Yaml;

namespace Mlem.Docker.Python.Tests.Sources;

/// <summary>The real Python, asked which sources it accepts.</summary>
internal static class SourceOracle
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Whether it accepts each.</summary>
    public static async Task<bool[]> AskAsync(IReadOnlyList<byte[]> sources, CancellationToken cancellationToken)
    {
        string script = Path.Combine(Path.GetDirectoryName(YamlGolden.Room())!, "Sources", "source_oracle.py");
        using Process process = Process.Start(new ProcessStartInfo(Python, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
        })!;
        Task<string> answers = process.StandardOutput.ReadToEndAsync(cancellationToken);
        foreach (byte[] source in sources)
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(Convert.ToBase64String(source)).AsMemory(), cancellationToken);
        process.StandardInput.Close();
        string[] lines = (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(cancellationToken);
        Assert.Equal(sources.Count, lines.Length);
        return [.. lines.Select(l => l == "1")];
    }

    /// <summary>Its minor version.</summary>
    public static async Task<int> MinorAsync(CancellationToken cancellationToken)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(Python, ["-c", "import sys; print(sys.version_info[1])"]) { RedirectStandardOutput = true })!;
        string minor = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return int.Parse(minor, CultureInfo.InvariantCulture);
    }

    /// <summary>Why it cannot be asked; null when it can.</summary>
    public static string? WhyMissing => File.Exists(Python) ? null : $"there is no {Python}";
}
