namespace Mlem.Docker.Context;

/// <summary>Looks into a model's files before a context is made of it; it stands in a room below this one.</summary>
internal interface IModelInspector
{
    /// <summary>What was found. Asked again for the same model, it knows the answer.</summary>
    /// <exception cref="MlemException">The model must not be built.</exception>
    Task<ModelInspection> InspectAsync(DockerContextRequest request, Server server, CancellationToken cancellationToken);
}

/// <summary>What was found in a model's files.</summary>
/// <param name="Code">The bytecode in them; null for none.</param>
/// <param name="Warnings">What deserves attention, as sentences.</param>
internal sealed record ModelInspection(ModelCode? Code, IReadOnlyList<string> Warnings);
