using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Artifacts;

/// <summary>How the reading of an artifact ended.</summary>
/// <param name="Pickles">How many pickles it holds; 0 for a file that holds none.</param>
/// <param name="Fault">Why it could not be read, as a sentence; null for nothing.</param>
internal sealed record ArtifactReading(int Pickles, string? Fault)
{
    /// <summary>What is wrong with a pickle, as a sentence.</summary>
    public static string Explain(PickleOutcome outcome) => outcome.Fault switch
    {
        PickleFault.Truncated => Messages.FormatPickleTruncated(outcome.Offset),
        PickleFault.UnknownOpcode => Messages.FormatPickleUnknownOpcode(outcome.Offset),
        PickleFault.UnknownProtocol => Messages.FormatPickleUnknownProtocol(outcome.Offset),
        PickleFault.TooLarge => Messages.FormatPickleTooLarge(outcome.Offset),
        PickleFault.TooSlow => Messages.FormatPickleTooSlow(outcome.Offset),
        PickleFault.BrokenCompression => Messages.FormatPickleBrokenCompression(outcome.Offset),
        _ => Messages.FormatPickleBroken(outcome.Offset),
    };
}
