namespace Mlem.Docker.Engine;

/// <summary>A container that was made and does not run yet.</summary>
/// <param name="Id">Its id: 64 hexadecimal digits.</param>
/// <param name="Warnings">What the Engine warned of, such as a platform that is not its own.</param>
public sealed record ContainerCreated(string Id, IReadOnlyList<string> Warnings);
