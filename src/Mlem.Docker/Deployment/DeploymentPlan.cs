namespace Mlem.Docker;

/// <summary>What a start is about to do.</summary>
/// <param name="Sentence">The whole of it in one sentence, without a full stop.</param>
/// <param name="Context">The context of the image that it builds first; null where it builds none.</param>
public sealed record DeploymentPlan(string Sentence, DockerContext? Context);
