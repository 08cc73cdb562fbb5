using System.Runtime.ExceptionServices;
using Mlem.Docker.Configuration;
using Mlem.Docker.Registries;

namespace Mlem.Docker;

/// <summary>
/// The places where a credential is looked for, in order; the first that has one for the host decides. By default:
/// the one given, the logins of the session, MLEM's environment variables, <c>DOCKER_AUTH_CONFIG</c>, docker's config file
/// with its helpers, Podman's logins.
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
            new AuthConfigCredentialSource(Environment.GetEnvironmentVariable),
            DockerConfigCredentialSource.FromEnvironment(Environment.GetEnvironmentVariable),
            new PodmanCredentialSource(DockerVariables.OfProcess(), new CredentialHelper()),
        ];
        return new RegistryCredentials(session is null ? always : [session, .. always]);
    }

    /// <summary>The same places after a credential given for one host. It is never offered to another host.</summary>
    public RegistryCredentials With(string host, RegistryCredential? credential) =>
        credential is null ? this : new([new GivenCredentialSource(RegistryHost.Normalise(host), credential), .. _sources]);

    /// <summary>The credential for a registry; null where no place has one.</summary>
    /// <param name="host">The registry: <c>docker.io</c>, <c>localhost:5000</c>, or an address of it.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="MlemException">A place cannot be used, such as a credential helper, and no other has a credential.</exception>
    public async ValueTask<RegistryCredential?> ResolveAsync(string host, CancellationToken cancellationToken = default)
    {
        var found = await LookUpAsync(host, null, cancellationToken).ConfigureAwait(false);
        if (found is { Credential: null, Failure: { } failure })
            ExceptionDispatchInfo.Throw(failure);
        return found.Credential;
    }

    /// <summary>
    /// The same, where what cannot be used is no error yet: as for the docker CLI, it is one only if the registry asks for
    /// a login.
    /// </summary>
    /// <param name="host">The registry.</param>
    /// <param name="repository">The path in it, for places that keep logins for parts of a registry; null for the registry itself.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    internal async ValueTask<CredentialLookUp> LookUpAsync(string host, string? repository, CancellationToken cancellationToken)
    {
        var normalised = RegistryHost.Normalise(host);
        MlemException? broken = null;
        foreach (var source in _sources)
        {
            try
            {
                var credential = source is PodmanCredentialSource podman
                    ? await podman.FindAsync(normalised, repository, cancellationToken).ConfigureAwait(false)
                    : await source.FindAsync(normalised, cancellationToken).ConfigureAwait(false);
                if (credential is not null)
                    return new CredentialLookUp(credential, broken);
            }
            catch (MlemException failure)
            {
                broken ??= failure;
            }
        }

        return new CredentialLookUp(null, broken);
    }

    private sealed class GivenCredentialSource(string host, RegistryCredential credential) : ICredentialSource
    {
        public string Description => Messages.TheCredentialGiven;

        public ValueTask<RegistryCredential?> FindAsync(string asked, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(asked == host ? credential : null);
    }
}
