namespace Mlem.Docker.Registries;

/// <summary>What registries need of the Docker Engine: its images, and its pushes.</summary>
internal interface IEngineImages
{
    /// <summary>The Engine in words: its endpoint.</summary>
    string Description { get; }

    /// <summary>The id and size of an image, or null.</summary>
    Task<(string Id, long Size)?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Takes the name away; false if there was none.</summary>
    Task<bool> RemoveAsync(string name, bool force, CancellationToken cancellationToken);

    /// <summary>Pushes to the end, and answers the digest that the Engine says the registry has now.</summary>
    Task<string> PushAsync(
        string name, string domain, RegistryCredential? credential, IOperationObserver observer, CancellationToken cancellationToken);
}
