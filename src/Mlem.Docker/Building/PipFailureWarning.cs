using System.Text.RegularExpressions;

namespace Mlem.Docker.Building;

/// <summary>One line in which pip says that something is broken, and goes on.</summary>
internal static partial class PipFailureWarning
{
    private static string Agree => Messages.MakeVersionsAgreeBoundOneOf;

    public static PipWarning? Recognize(string line)
    {
        if (Incompatible().Match(line) is { Success: true } clash)
            return new PipWarning(clash.Groups["package"].Value, Text(clash), Agree);
        if (Missing().Match(line) is { Success: true } missing)
            return new PipWarning(missing.Groups["package"].Value, Text(missing), Messages.AddMissingPackageToModelsRequirements);
        if (Extra().Match(line) is { Success: true } extra)
            return new PipWarning(extra.Groups["package"].Value, Text(extra), Messages.CorrectExtrasNameWhatItShould);
        if (Yanked().Match(line) is { Success: true } yanked)
            return new PipWarning(yanked.Groups["package"].Value, Text(yanked), Messages.ItsAuthorsWithdrewThisVersionAsk);
        return null;
    }

    private static string Text(Match match) => match.Groups["text"].Value.TrimEnd('.') + ".";

    // "X 1 requires Y<2, but you have Y 3 which is incompatible." and, before pip 20.3, "has requirement ... you'll have".
    [GeneratedRegex(
        @"(?:\A|ERROR: |WARNING: )\s*(?<text>(?<package>[A-Za-z0-9][\w.-]*) \S+ (?:requires|has requirement) .+?, but you(?:'ll)? (?:will )?have .+)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Incompatible();

    [GeneratedRegex(
        @"(?:\A|ERROR: |WARNING: )\s*(?<text>(?<package>[A-Za-z0-9][\w.-]*) \S+ requires .+?, which is not installed\.?)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Missing();

    [GeneratedRegex(@"WARNING: (?<text>(?<package>[A-Za-z0-9][\w.-]*) \S+ does not provide the extra .+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Extra();

    [GeneratedRegex(
        @"WARNING: (?<text>The candidate selected for download or install is a yanked version: '?(?<package>[A-Za-z0-9][\w.-]*).*)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Yanked();
}
