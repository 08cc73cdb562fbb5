namespace Mlem.Docker.Requirements;

/// <summary>What is wrong with a requirement.</summary>
/// <param name="Field">MLEM's name of the field: <c>version</c>.</param>
/// <param name="Reason">The rest of a sentence that begins with the field.</param>
internal sealed record RequirementFault(string Field, string Reason);
