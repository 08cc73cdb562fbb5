using System.Text.RegularExpressions;

namespace Mlem.Docker.Building;

/// <summary>Downloads that are not what their hash says, and hashes that are missing.</summary>
internal static partial class PipFailureHash
{
    public static PipFailure? Recognize(PipFailureOutput output)
    {
        if (output.IndexOf(Mismatch()) is var at && at >= 0)
        {
            Match? file = output.Lines.Skip(at + 1).Select(l => File().Match(l)).FirstOrDefault(m => m.Success);
            string? package = file?.Groups["package"].Value;
            return new PipFailure(
                PipFailureKind.HashMismatch,
                package,
                Messages.FormatIsNotWhatHashInRequirements(package ?? "A download"),
                Messages.IfVersionWasChangedTakeNew,
                output.Evidence(Mismatch(), File(), Digest()));
        }
        return output.Has(Missing())
            ? new PipFailure(
                PipFailureKind.HashMissing,
                output.FindLast(Pinned())?.Groups["package"].Value,
                Messages.OneRequirementHasHashSoPip,
                Messages.GiveHashesForAllPackagesOr,
                output.Evidence(Missing(), Pinned()))
            : null;
    }

    [GeneratedRegex("DO NOT MATCH THE HASHES", RegexOptions.CultureInvariant)]
    private static partial Regex Mismatch();

    [GeneratedRegex(@"\A\s+(?<package>[A-Za-z0-9][\w.-]*)\S* from \S+", RegexOptions.CultureInvariant)]
    private static partial Regex File();

    [GeneratedRegex(@"\A\s+(?:Expected (?:or )?sha|Got )", RegexOptions.CultureInvariant)]
    private static partial Regex Digest();

    [GeneratedRegex("(?:Hashes are required in --require-hashes mode|In --require-hashes mode, all requirements must)", RegexOptions.CultureInvariant)]
    private static partial Regex Missing();

    [GeneratedRegex(@"\A\s+(?<package>[A-Za-z0-9][\w.-]*)\S* (?:--hash=|from )", RegexOptions.CultureInvariant)]
    private static partial Regex Pinned();
}
