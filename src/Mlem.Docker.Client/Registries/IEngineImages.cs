using Mlem.Docker.Engine;

namespace Mlem.Docker.Registries;

/// <summary>What registries need of the Docker Engine: its images, its pushes, and what it sees of a registry.</summary>
internal interface IEngineImages
{
    /// <summary>The Engine in words: its endpoint.</summary>
    string Description { get; }

    /// <summary>An image of the Engine, or null.</summary>
    Task<EngineImage?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Takes the name away; false if there was none.</summary>
    Task<bool> RemoveAsync(string name, bool force, CancellationToken cancellationToken);

    /// <summary>Pushes to the end, and answers the digest that the Engine says the registry has now; null where it says none.</summary>
    Task<string?> PushAsync(
        string name, RegistryCredential? credential, IOperationObserver observer, CancellationToken cancellationToken);

    /// <summary>The digest that the Engine finds under the name in its registry; null if the registry has no such image.</summary>
    /// <exception cref="MlemException">The Engine cannot ask, or got no answer.</exception>
    Task<string?> FindInRegistryAsync(string name, RegistryCredential? credential, CancellationToken cancellationToken);
}
