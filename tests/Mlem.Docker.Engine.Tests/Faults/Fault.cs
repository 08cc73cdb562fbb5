namespace Mlem.Docker.Engine.Tests.Faults;

/// <summary>What a proxy does to one answer.</summary>
internal enum FaultKind
{
    None,
    Cut,
    Stall,
    Garbage,
    Status500,
    Status404,
    DoubledLine,
    NulBytes,
    Pause,
    Trickle,
    CutAfterEnd,
}

/// <summary>One fault in the answer to one request.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="At">After how many bytes of the answer; a doubled line and NUL bytes come at the next chunk's border.</param>
/// <param name="Seed">For the random bytes of garbage.</param>
internal sealed record Fault(FaultKind Kind, int At = 0, int Seed = 0)
{
    /// <summary>True when the rest of the true answer never comes, so that nothing may count as done.</summary>
    public bool Destroys => Kind is FaultKind.Cut or FaultKind.Stall or FaultKind.Status500 or FaultKind.Status404;

    /// <summary>
    /// True when all of the true answer arrives and can be read, so that what was done must count as done. Zero bytes are only
    /// borne between the lines of a stream of messages.
    /// </summary>
    /// <param name="lines">Whether the answer is such a stream.</param>
    public bool DestroysNothing(bool lines) =>
        Kind is FaultKind.DoubledLine or FaultKind.Pause or FaultKind.Trickle or FaultKind.CutAfterEnd || (Kind is FaultKind.NulBytes && lines);
}
