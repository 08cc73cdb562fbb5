using System.Text.RegularExpressions;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Building;

/// <summary>
/// Recognises pip's failures and warnings in the output of a build. The rules look for fragments that stayed the same from
/// pip 20 to pip 26, in every wording seen, and not for whole messages.
/// </summary>
public static partial class PipFailureReader
{
    // The order matters: a source that does not build, or an index that does not answer, ends in "No matching distribution" too.
    private static readonly Func<PipFailureOutput, ConstraintSet?, PipFailure?>[] Rules =
    [
        (output, _) => PipFailureSetup.Recognize(output),
        (output, _) => PipFailureGit.Recognize(output),
        (output, _) => PipFailureHash.Recognize(output),
        (output, _) => PipFailureSyntax.Recognize(output),
        (output, _) => PipFailureConflict.Recognize(output),
        (output, _) => PipFailureIndex.Recognize(output),
        (output, _) => PipFailureBuild.Recognize(output),
        PipFailureRelease.Recognize,
        (output, _) => PipFailureSetup.RecognizeCachePurge(output),
    ];

    /// <summary>Says what made a pip step fail; null when it is not recognised, or no pip step failed.</summary>
    /// <param name="outputLines">The output of the failed build, or of its failed step.</param>
    /// <param name="pythonVersion">The image's Python, if known, for the wording.</param>
    /// <param name="constraints">
    /// The constraints in the image, if known: pip 20 does not say that it was a constraint which excluded a version.
    /// </param>
    public static PipFailure? Read(
        IEnumerable<string> outputLines, string? pythonVersion = null, ConstraintSet? constraints = null)
    {
        ArgumentNullException.ThrowIfNull(outputLines);
        PipFailureOutput output = PipFailureOutput.Read(outputLines, pythonVersion);
        return output.FailedCommand is { } command && !Pip().IsMatch(command)
            ? null
            : Rules.Select(rule => rule(output, constraints)).FirstOrDefault(failure => failure is not null);
    }

    /// <summary>Finds what pip only warned about, in the output of a build that may well have succeeded.</summary>
    /// <param name="outputLines">The output of all steps.</param>
    public static IReadOnlyList<PipWarning> ReadWarnings(IEnumerable<string> outputLines)
    {
        ArgumentNullException.ThrowIfNull(outputLines);
        return PipFailureOutput.Clean(outputLines).Select(PipFailureWarning.Recognize).OfType<PipWarning>().Distinct().ToList();
    }

    [GeneratedRegex(@"\bpip\d?\b", RegexOptions.CultureInvariant)]
    private static partial Regex Pip();
}
