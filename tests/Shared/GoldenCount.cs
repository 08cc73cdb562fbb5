using System.Globalization;

namespace Mlem.Docker.Tests.Support;

/// <summary>Counts what was compared with the real MLEM; tests/run prints the counts as a table.</summary>
internal static class GoldenCount
{
    /// <summary>Notes one kind of golden data.</summary>
    /// <param name="kind">What was compared.</param>
    /// <param name="cases">How many cases there are.</param>
    /// <param name="equal">How many came out as MLEM's.</param>
    /// <param name="onPurpose">How many differ on purpose, and by which numbers of docs/differences.md.</param>
    public static void Report(string kind, int cases, int equal, int onPurpose = 0, string numbers = "")
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{kind}|{cases}|{equal}|{onPurpose}|{numbers}\n");
        if (Environment.GetEnvironmentVariable("MLEM_DOCKER_GOLDEN_TABLE") is { Length: > 0 } file)
            File.AppendAllText(file, line);
        TestContext.Current.SendDiagnosticMessage(line.TrimEnd());
    }
}
