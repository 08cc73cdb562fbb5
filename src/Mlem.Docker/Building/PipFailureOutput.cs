using System.Text.RegularExpressions;

namespace Mlem.Docker.Building;

/// <summary>The output of a build, cleaned of what Docker and terminals add, cut to the step that failed.</summary>
internal sealed partial class PipFailureOutput
{
    private const int MaximumEvidence = 20;

    private PipFailureOutput(string[] lines, string? pythonVersion)
    {
        Lines = lines;
        Python = pythonVersion is null ? "this Python" : "Python " + pythonVersion;
    }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>The image's Python in words.</summary>
    public string Python { get; }

    /// <summary>The command that Docker says failed, or null when the output does not say.</summary>
    public string? FailedCommand => Lines.Select(l => Command().Match(l)).LastOrDefault(m => m.Success)?.Groups["command"].Value;

    public static PipFailureOutput Read(IEnumerable<string> lines, string? pythonVersion)
    {
        string[] all = Clean(lines);
        int step = Array.FindLastIndex(all, l => Step().IsMatch(l));
        return new PipFailureOutput(step < 0 ? all : all[step..], pythonVersion);
    }

    public static string[] Clean(IEnumerable<string> lines) => lines
        .SelectMany(l => l.Split('\n'))
        .Select(l => BuildKit().Replace(Escapes().Replace(l, string.Empty).TrimEnd('\r'), string.Empty))
        .Select(l => l[(l.LastIndexOf('\r') + 1)..].TrimEnd())
        .ToArray();

    /// <summary>The first line in which a pattern is found.</summary>
    public Match? Find(Regex pattern) => Lines.Select(l => pattern.Match(l)).FirstOrDefault(m => m.Success);

    /// <summary>The last line in which a pattern is found: what pip says last is why it failed.</summary>
    public Match? FindLast(Regex pattern) => Lines.Select(l => pattern.Match(l)).LastOrDefault(m => m.Success);

    public int IndexOf(Regex pattern) => Lines.ToList().FindIndex(l => pattern.IsMatch(l));

    public bool Has(Regex pattern) => IndexOf(pattern) >= 0;

    /// <summary>The lines that a pattern is found in, each once.</summary>
    public string[] Evidence(params IEnumerable<Regex> patterns) =>
        Lines.Where(l => patterns.Any(p => p.IsMatch(l))).Select(Shorten).Distinct().Take(MaximumEvidence).ToArray();

    // A list of hundreds of versions helps nobody, and the name and password of a URL are nobody's business.
    private static string Shorten(string line)
    {
        string text = UserInfo().Replace(line.Trim(), "***@");
        return text.Length <= 600 ? text : text[..600] + "…";
    }

    [GeneratedRegex(@"\x1B\[[0-?]*[ -/]*[@-~]|\x1B\][^\x07]*\x07", RegexOptions.CultureInvariant)]
    private static partial Regex Escapes();

    [GeneratedRegex(@"(?<=://)[^\s/@]+@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"\A#\d+ (?:\d+\.\d+ )?", RegexOptions.CultureInvariant)]
    private static partial Regex BuildKit();

    [GeneratedRegex(@"\AStep \d+/\d+ : ", RegexOptions.CultureInvariant)]
    private static partial Regex Step();

    [GeneratedRegex(
        """(?:The command '|process "|executor failed running \[)(?<command>.+?)(?:' returned a non-zero code|" did not complete successfully|\]: )""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Command();
}
