namespace Mlem.Docker.Building;

/// <summary>
/// What a failed pip step of a build was about, recognised from pip's own output (pip 20 to 26). It stands beside that
/// output and never instead of it.
/// </summary>
/// <param name="Kind">What it was.</param>
/// <param name="Package">The package at which it failed, as pip names it; null when it is not about one, or pip does not say.</param>
/// <param name="Reason">What happened, in whole sentences.</param>
/// <param name="Remedy">What to do next.</param>
/// <param name="Evidence">The lines of the output from which it was recognised.</param>
public sealed record PipFailure(
    PipFailureKind Kind, string? Package, string Reason, string Remedy, IReadOnlyList<string> Evidence);

/// <summary>Something that pip says and goes on (exit 0), though the image may not work.</summary>
/// <param name="Package">The package that is left broken, as pip names it.</param>
/// <param name="Message">What pip says about it.</param>
/// <param name="Remedy">What to do next.</param>
public sealed record PipWarning(string Package, string Message, string Remedy);
