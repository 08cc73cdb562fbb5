using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Mlem.Docker.Tests.Hostile;

/// <summary>What a process spends on a model: the time of its processors, which other processes do not lengthen, and its memory at its most.</summary>
internal sealed record ModelCost(string Outcome, double Seconds, double MegaBytes)
{
    /// <summary>Reads a model, describes its context and writes it as a tar, in the process that this is called in.</summary>
    public static string Measure(string[] arguments)
    {
        string outcome = Read(arguments[0]);
        using var process = Process.GetCurrentProcess();
        return JsonSerializer.Serialize(new ModelCost(outcome, process.TotalProcessorTime.TotalSeconds, Peak(process) / 1024.0 / 1024));
    }

    private static string Read(string file)
    {
        try
        {
            var model = MlemModel.Load(file);
            DockerContext context = DockerContext.CreateAsync(new DockerContextRequest(model)).GetAwaiter().GetResult();
            context.WriteTarAsync(Stream.Null).GetAwaiter().GetResult();
            return $"{context.Entries.Count} files, {model.Hash}, {model.Methods.Count} methods";
        }
        catch (MlemException refused)
        {
            return $"{refused.ErrorId}: {refused.Message}";
        }
    }

    private static long Peak(Process process)
    {
        const string Most = "VmHWM:";
        string? line = OperatingSystem.IsLinux() ? File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(Most, StringComparison.Ordinal)) : null;
        return line is null
            ? process.PeakWorkingSet64
            : long.Parse(line[Most.Length..^2], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
    }
}
