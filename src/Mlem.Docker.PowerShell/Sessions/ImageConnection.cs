using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Sessions;

/// <summary>What the parameters of an image cmdlet say about the Engine, the registry and the login.</summary>
internal sealed record ImageConnection(
    DockerEnv? Env, string? DaemonHost, DockerRegistry? Registry, PSCredential? Credential, bool Insecure)
{
    /// <summary>The registry given, else the environment's; null for none.</summary>
    public DockerRegistry? EffectiveRegistry => Registry ?? Env?.Registry;

    /// <summary>The Engine's address given, else the environment's; null for the one that the docker CLI would use.</summary>
    public string? EffectiveDaemon => string.IsNullOrEmpty(DaemonHost) ? Env?.Daemon.Host : DaemonHost;

    /// <summary>Operations on images, to be disposed after use; to be made on the pipeline thread.</summary>
    public ImageOperations Create(IOperationObserver observer) =>
        new(EffectiveDaemon, Credentials(), RegistryOptions(observer));

    /// <summary>Where logins are looked for; to be asked on the pipeline thread.</summary>
    public RegistryCredentials Credentials()
    {
        RegistryCredentials credentials = RegistryCredentials.Default(SessionLogins.Current);
        return Credential is null ? credentials : credentials.With(CredentialHost(), ToRegistryCredential(Credential));
    }

    /// <summary>How registries are spoken to.</summary>
    public RegistryClientOptions RegistryOptions(IOperationObserver observer) => new() { Insecure = Insecure, Observer = observer };

    /// <summary>PowerShell's credential as a registry takes it.</summary>
    public static RegistryCredential ToRegistryCredential(PSCredential credential) =>
        RegistryCredential.FromPassword(credential.UserName, credential.GetNetworkCredential().Password);

    // A login is shown to one registry only, so it must be said to which.
    private string CredentialHost() => EffectiveRegistry?.GetHost() is { Length: > 0 } host
        ? host
        : throw new MlemException(
            "RegistryMissing",
            MlemErrorCategory.InvalidArgument,
            Messages.CredentialWasGivenButNoRegistry,
            null,
            Messages.GiveRegistryAsWellOrLog);
}
