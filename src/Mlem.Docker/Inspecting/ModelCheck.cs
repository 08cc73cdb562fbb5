namespace Mlem.Docker;

/// <summary>One thing that <see cref="ModelDoctor"/> looked at in a model.</summary>
/// <param name="Model">The path of the model, or of the file where it belongs to none.</param>
/// <param name="Name">
/// What was looked at: <c>Model</c>, <c>Artifacts</c>, <c>Hashes</c>, <c>Pickles</c>, <c>Globals</c>, <c>Modules</c>, <c>Versions</c>,
/// <c>Python</c>, <c>Wheels</c>, <c>Sources</c>, <c>NumPy</c>, <c>Server</c>.
/// </param>
/// <param name="State">How it stands.</param>
/// <param name="Finding">What was found, in a sentence or two.</param>
/// <param name="Remedy">What to do about it; null where there is nothing to do.</param>
public sealed record ModelCheck(string Model, string Name, DockerCheckState State, string Finding, string? Remedy = null)
{
    /// <summary>What was found, as a sentence.</summary>
    public string Finding { get; init; } = TerminalText.Clean(Finding);

    /// <summary>What shows it, line by line: the calls of a pickle, the modules, the files.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    internal static ModelCheck Of(string model, string name, Exception error) => error is MlemException known
        ? new ModelCheck(model, name, DockerCheckState.Failed, known.Message, known.Recommendation)
        : new ModelCheck(model, name, DockerCheckState.Failed, $"{error.GetType().Name}: {error.Message}");
}
