using System.Text.Json;
using Mlem.Docker.Configuration;

namespace Mlem.Docker.Registries;

/// <summary>
/// A file in the form of docker's <c>config.json</c>: a helper of its own for the host (<c>credHelpers</c>), else the
/// helper for all (<c>credsStore</c>), and what <c>auths</c> has. Read for every look-up, so that a <c>docker login</c>
/// counts at once.
/// </summary>
internal sealed class DockerConfigCredentialSource(string path, CredentialHelper helper) : ICredentialSource
{
    public string Description => Messages.FormatDockersConfigFileAndItsCredential(path);

    public static DockerConfigCredentialSource FromEnvironment(Func<string, string?> readVariable)
    {
        var folder = readVariable("DOCKER_CONFIG") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        return new DockerConfigCredentialSource(Path.Combine(folder, DockerConfigFile.Name), new CredentialHelper());
    }

    public ValueTask<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken = default) =>
        new ConfigLogins(DockerConfigFile.Read(path), path, reason => DockerConfigFile.Invalid(path, reason))
            .FindAsync(host, helper, cancellationToken);
}
