using System.Text.RegularExpressions;

namespace Mlem.Docker.Building;

/// <summary>Requirements that exclude each other.</summary>
internal static partial class PipFailureConflict
{
    private static string Remedy =>
        Messages.LoosenOneSideChangeVersionIn;

    public static PipFailure? Recognize(PipFailureOutput output)
    {
        if (output.FindLast(Double()) is { } twice)
        {
            return new PipFailure(
                PipFailureKind.Conflict,
                Name(twice.Groups["one"].Value),
                Messages.FormatTwoVersionsOfOnePackageAre(twice.Groups["one"].Value, twice.Groups["other"].Value),
                Remedy,
                output.Evidence(Double()));
        }
        if (output.Has(TooDeep()))
        {
            return new PipFailure(
                PipFailureKind.ResolutionTooDeep,
                null,
                Messages.PipFoundNoSetOfVersions,
                Messages.GiveExactVersionsOfLargestPackages,
                output.Evidence(TooDeep()));
        }
        if (!output.Has(Conflicting()))
            return null;
        string[] causes = Causes(output);
        string[] names = causes.Select(c => Subject().Match(c)).Where(m => m.Success).Select(m => Name(m.Groups["name"].Value)).ToArray();
        string? package = names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).MaxBy(g => g.Count())?.Key
            ?? output.FindLast(Cannot())?.Groups["first"].Value;
        return new PipFailure(
            PipFailureKind.Conflict,
            package,
            causes.Length == 0
                ? Messages.FormatRequirementsExcludeEachOther(output.FindLast(Cannot())?.Groups["who"].Value ?? Messages.PipDoesNotSayWhich)
                : Messages.FormatNoVersionOfSatisfiesAllOf(package, string.Join("; ", causes)),
            Remedy,
            [.. output.Evidence(Cannot(), Heading()), .. causes, .. output.Evidence(Impossible())]);
    }

    // The lines under "The conflict is caused by:", up to the next empty one.
    private static string[] Causes(PipFailureOutput output)
    {
        int heading = output.IndexOf(Heading());
        return heading < 0
            ? []
            : output.Lines.Skip(heading + 1).SkipWhile(l => l.Length == 0).TakeWhile(l => l.StartsWith(' '))
                .Select(l => l.Trim()).Take(12).ToArray();
    }

    private static string Name(string requirement) => Leading().Match(requirement).Value;

    [GeneratedRegex(@"Double requirement given: (?<one>\S+).*\(already in (?<other>[^\s,)]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Double();

    [GeneratedRegex("ResolutionTooDeep|resolution-too-deep|exceeded maximum depth", RegexOptions.CultureInvariant)]
    private static partial Regex TooDeep();

    [GeneratedRegex(@"ResolutionImpossible|conflicting dependencies\.|Could not satisfy constraints for", RegexOptions.CultureInvariant)]
    private static partial Regex Conflicting();

    [GeneratedRegex(
        @"(?:Cannot install (?<who>.+) because these package versions have conflicting dependencies|Could not satisfy constraints for '(?<first>[^']+)': (?<who>.+))",
        RegexOptions.CultureInvariant)]
    private static partial Regex Cannot();

    [GeneratedRegex("The conflict is caused by:", RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex("ResolutionImpossible", RegexOptions.CultureInvariant)]
    private static partial Regex Impossible();

    [GeneratedRegex(@"(?:depends on|The user requested(?: \(constraint\))?) (?<name>[A-Za-z0-9][\w.-]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Subject();

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?", RegexOptions.CultureInvariant)]
    private static partial Regex Leading();
}
