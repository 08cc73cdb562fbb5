using Mlem.Docker.Configuration;

namespace Mlem.Docker.Registries;

/// <summary>
/// The variable <c>DOCKER_AUTH_CONFIG</c>: the text of a <c>config.json</c> with <c>auths</c>, as CI systems set it. The docker
/// CLI (28.3) takes it before its config file.
/// </summary>
internal sealed class AuthConfigCredentialSource(Func<string, string?> readVariable) : ICredentialSource
{
    private const string Variable = "DOCKER_AUTH_CONFIG";

    public string Description => Messages.FormatVariableWithLogins(Variable);

    public ValueTask<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken = default)
    {
        var text = readVariable(Variable) ?? string.Empty;
        return ValueTask.FromResult(new ConfigLogins(DockerConfigFile.Parse(text, Refuse), Description, Refuse).Entry(host));
    }

    private static MlemException Refuse(string reason) => new(
        "DockerConfigInvalid",
        MlemErrorCategory.InvalidData,
        Messages.FormatVariableWithLoginsCannotBeUsed(Variable, reason),
        Variable,
        Messages.FormatCorrectOrClearVariable(Variable));
}
