using System.Text.RegularExpressions;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Building;

/// <summary>
/// "No matching distribution": no such package, no such version, or none that this Python can use. pip often says less than
/// that; then it is told from the versions that it offers, and the wording says what is not certain.
/// </summary>
internal static partial class PipFailureRelease
{
    public static PipFailure? Recognize(PipFailureOutput output, ConstraintSet? constraints)
    {
        if (output.FindLast(OtherPython()) is { } other)
        {
            string package = other.Groups["package"].Value;
            return ForPython(output, package, Messages.FormatDoesNotRunOnItNeeds(Name(package), output.Python, other.Groups["needs"].Value));
        }
        if (output.FindLast(OtherPlatform()) is { } wheel)
        {
            string file = wheel.Groups["file"].Value;
            return ForPython(output, file.Split('-')[0], Messages.FormatWheelIsForAnotherPythonOr(file, output.Python));
        }
        if (output.FindLast(NotFound()) is not { } notFound)
            return null;
        string requirement = notFound.Groups["requirement"].Value.Trim();
        Request request = new(
            output,
            requirement,
            Leading().Match(requirement).Value,
            Exact().Match(requirement) is { Success: true } exact && PipVersion.TryParse(exact.Groups[1].Value, out PipVersion? v) ? v : null,
            notFound.Groups["versions"].Success ? Versions(notFound.Groups["versions"].Value) : null);
        return ByConstraint(request, constraints) ?? ByIgnored(request) ?? ByOffered(request);
    }

    private static PipFailure? ByConstraint(Request request, ConstraintSet? constraints)
    {
        Constraint? excluding = request.Version is null ? null : constraints?.For(request.Package).FirstOrDefault(
            c => c.Requirement.Url is null && !c.Requirement.Specifiers.Contains(request.Version));
        bool offered = request.Version is not null && request.Offered?.Contains(request.Version) == true;
        if (excluding is null && !offered)
            return null;
        return new PipFailure(
            PipFailureKind.Conflict,
            request.Package,
            excluding is null
                ? Messages.FormatExistsButConstraintInImageExcludes(request.Requirement)
                : Messages.FormatIsAskedForButConstraintExcludes(request.Requirement, excluding.Text, excluding.Origin),
            Messages.LeaveConstraintOutOrMakeIt,
            Evidence(request.Output));
    }

    // Since pip 22.1 the releases for other Pythons are listed.
    private static PipFailure? ByIgnored(Request request)
    {
        foreach (Match match in request.Output.Lines.Where(l => IgnoredLine().IsMatch(l)).SelectMany(l => Ignored().Matches(l)))
        {
            bool isMeant = PipVersion.TryParse(match.Groups["version"].Value, out PipVersion? version)
                && (request.Version is null ? request.Offered is not { Count: > 0 } : version.Equals(request.Version));
            if (isMeant)
            {
                string needs = match.Groups["needs"].Value.Trim();
                return ForPython(
                    request.Output, request.Package, Messages.FormatHasNoReleaseForItNeeds(request.Package, version, request.Output.Python, needs));
            }
        }
        return null;
    }

    private static PipFailure ByOffered(Request request)
    {
        if (request.Offered is null)
        {
            return new PipFailure(
                PipFailureKind.NoMatchingRelease,
                request.Package,
                Messages.FormatPipFindsNothingThatIsFor(request.Requirement, request.Output.Python),
                Messages.CheckNameAndVersionTryAnother,
                Evidence(request.Output));
        }
        if (request.Offered.Count == 0)
        {
            return new PipFailure(
                PipFailureKind.NoSuchPackage,
                request.Package,
                Messages.FormatIndexOffersNoReleaseOfAt(request.Package, Where(request.Output), request.Output.Python),
                Messages.CheckNameNameIndexThatHas,
                Evidence(request.Output));
        }
        PipVersion oldest = request.Offered.Min()!, newest = request.Offered.Max()!;
        string range = oldest.Equals(newest) ? $"only {newest.Text}" : Messages.FormatOldestTextToNewestText(oldest.Text, newest.Text);
        if (request.Version is { } wanted && (wanted.CompareTo(oldest) < 0 || IsNext(wanted, newest)))
        {
            return ForPython(
                request.Output,
                request.Package,
                Messages.FormatForThereIsNoReleaseOf(request.Output.Python, wanted.Text, request.Package, range));
        }
        return new PipFailure(
            PipFailureKind.NoSuchVersion,
            request.Package,
            Messages.FormatThereIsNoVersionOfThat(request.Package, request.Requirement, range, request.Output.Python),
            Messages.AskForVersionThatExistsIn,
            Evidence(request.Output));
    }

    // The series that the offered ones belong to, or the one after it: likely a release that dropped this Python.
    private static bool IsNext(PipVersion wanted, PipVersion newest) =>
        wanted.CompareTo(newest) > 0 && wanted.Epoch == newest.Epoch && wanted.ReleaseAt(0) <= newest.ReleaseAt(0) + 1;

    private static PipFailure ForPython(PipFailureOutput output, string package, string reason) => new(
        PipFailureKind.NoReleaseForPython,
        package.Length == 0 ? null : package,
        reason,
        Messages.TakePythonThatItNeedsWith,
        Evidence(output));

    private static string Where(PipFailureOutput output) =>
        output.FindLast(Searched()) is { } searched ? $" ({searched.Groups["host"].Value})" : string.Empty;

    private static string Name(string package) => package.Length == 0 ? "A package" : package;

    private static string[] Evidence(PipFailureOutput output) =>
        output.Evidence(OtherPython(), OtherPlatform(), Searched(), IgnoredLine(), NotFound(), NoMatch());

    private static List<PipVersion> Versions(string text) => text.Split(',')
        .Select(t => PipVersion.TryParse(t, out PipVersion? version) ? version : null).OfType<PipVersion>().ToList();

    private sealed record Request(
        PipFailureOutput Output, string Requirement, string Package, PipVersion? Version, IReadOnlyList<PipVersion>? Offered);

    [GeneratedRegex(
        @"(?:Package '?(?<package>[A-Za-z0-9][\w.-]*)'? requires a different Python: \S+ not in (?<needs>.+)|Packages require a different Python)",
        RegexOptions.CultureInvariant)]
    private static partial Regex OtherPython();

    [GeneratedRegex(@"(?<file>\S+\.whl) is not a supported wheel (?:on|for) this platform", RegexOptions.CultureInvariant)]
    private static partial Regex OtherPlatform();

    [GeneratedRegex(
        @"Could not find a (?:final )?version that satisfies the requirement (?<requirement>[^()]+?)(?=\s*\(|\s*\z)(?: \(from (?!versions)(?:[^()]|\([^()]*\))*\))?(?: \(from versions: (?<versions>[^)]*)\))?",
        RegexOptions.CultureInvariant)]
    private static partial Regex NotFound();

    [GeneratedRegex("No matching distribution found for", RegexOptions.CultureInvariant)]
    private static partial Regex NoMatch();

    [GeneratedRegex("Ignored the following versions that require a different python", RegexOptions.CultureInvariant)]
    private static partial Regex IgnoredLine();

    [GeneratedRegex(@"(?<version>[^\s;:]+) Requires-Python (?<needs>[^;]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Ignored();

    [GeneratedRegex(@"Looking in indexes: https?://(?:[^\s/@]*@)?(?<host>[^\s/,]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Searched();

    [GeneratedRegex(@"===?\s*([^\s,;*]+)(?=\s*(?:,|;|\z))", RegexOptions.CultureInvariant)]
    private static partial Regex Exact();

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?", RegexOptions.CultureInvariant)]
    private static partial Regex Leading();
}
