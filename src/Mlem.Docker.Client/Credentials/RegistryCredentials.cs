using Mlem.Docker.Registries;

namespace Mlem.Docker;

/// <summary>
/// The places where a credential is looked for, in order; the first that has one for the host decides. By default:
/// the one given, the logins of the session, MLEM's environment variables, docker's config file with its helpers.
/// </summary>
public sealed class RegistryCredentials
{
    private readonly IReadOnlyList<ICredentialSource> _sources;

    /// <summary>Looks in the given places, in this order.</summary>
    public RegistryCredentials(params ICredentialSource[] sources) => _sources = [.. sources];

    /// <summary>Knows no credential: every registry is asked anonymously.</summary>
    public static RegistryCredentials None { get; } = new();

    /// <summary>The places in words that fit into "looked in …".</summary>
    public string Description => string.Join(", ", _sources.Select(source => source.Description));

    /// <summary>The default order, without a given credential.</summary>
    /// <param name="session">The logins of the PowerShell session, if there is one.</param>
    public static RegistryCredentials Default(RegistryCredentialStore? session = null)
    {
        ICredentialSource[] always =
        [
            new EnvironmentCredentialSource(Environment.GetEnvironmentVariable),
            DockerConfigCredentialSource.FromEnvironment(Environment.GetEnvironmentVariable),
        ];
        return new RegistryCredentials(session is null ? always : [session, .. always]);
    }

    /// <summary>The same places after a credential given for one host. It is never offered to another host.</summary>
    public RegistryCredentials With(string host, RegistryCredential? credential) =>
        credential is null ? this : new([new GivenCredentialSource(RegistryHost.Normalise(host), credential), .. _sources]);

    /// <summary>The credential for a registry; null where no place has one.</summary>
    /// <param name="host">The registry: <c>docker.io</c>, <c>localhost:5000</c>, or an address of it.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="MlemException">A place has something for the host that cannot be used.</exception>
    public async ValueTask<RegistryCredential?> ResolveAsync(string host, CancellationToken cancellationToken = default)
    {
        var normalised = RegistryHost.Normalise(host);
        foreach (var source in _sources)
        {
            if (await source.FindAsync(normalised, cancellationToken).ConfigureAwait(false) is { } credential)
                return credential;
        }

        return null;
    }

    private sealed class GivenCredentialSource(string host, RegistryCredential credential) : ICredentialSource
    {
        public string Description => Messages.TheCredentialGiven;

        public ValueTask<RegistryCredential?> FindAsync(string asked, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(asked == host ? credential : null);
    }
}
