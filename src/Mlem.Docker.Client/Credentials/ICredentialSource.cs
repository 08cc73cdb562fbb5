namespace Mlem.Docker;

/// <summary>A place where the credential for a registry may be found.</summary>
public interface ICredentialSource
{
    /// <summary>The place in words that fit into "looked in …".</summary>
    string Description { get; }

    /// <summary>The credential for the registry, or null if this place has none.</summary>
    /// <param name="host">The registry's host as in an image reference: <c>docker.io</c>, <c>localhost:5000</c>.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="MlemException">The place has something for the host that cannot be used.</exception>
    ValueTask<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken = default);
}
