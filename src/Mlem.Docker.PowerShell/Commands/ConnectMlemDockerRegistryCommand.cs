using System.Management.Automation;
using System.Net;
using System.Security;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// Logs in to a registry for this session: <c>Connect-MlemDockerRegistry</c>. The login is checked against the
/// registry first, kept in memory only, and used by every cmdlet of the session.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "MlemDockerRegistry", SupportsShouldProcess = true, DefaultParameterSetName = CredentialSet)]
[OutputType(typeof(DockerRegistry))]
public sealed class ConnectMlemDockerRegistryCommand : AsyncCmdlet
{
    private const string CredentialSet = "Credential";
    private const string TokenSet = "IdentityToken";

    /// <summary>The registries: hosts such as <c>localhost:5000</c>, <c>docker.io</c>, hashtables, or registry objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [RegistryTransformation]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public DockerRegistry Registry { get; set; } = null!;

    /// <summary>User name and password, or an access token in the password's place.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = CredentialSet)]
    [Credential]
    [ValidateNotNull]
    public PSCredential Credential { get; set; } = null!;

    /// <summary>An identity token, as <c>docker login</c> keeps it for some registries.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [ValidateNotNull]
    public SecureString IdentityToken { get; set; } = null!;

    /// <summary>Allows plain http, and certificates that cannot be verified, for a host that is not this machine.</summary>
    [Parameter]
    public SwitchParameter Insecure { get; set; }

    /// <summary>Emits the registry.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        string host = Registry.GetHost() is { Length: > 0 } given ? given : throw NoHost();
        RegistryCredential credential = ParameterSetName == TokenSet
            ? RegistryCredential.FromIdentityToken(IdentityToken.Length > 0 ? new NetworkCredential("", IdentityToken).Password : throw NoToken())
            : ImageConnection.ToRegistryCredential(Credential);
        var options = new RegistryClientOptions { Insecure = Insecure, Observer = Observer };
        using (var client = new RegistryClient(host, credential, options))
        {
            if (!ShouldProcess(client.Domain, Messages.LogInForThisSession))
                return;
            if (!await client.CheckLoginAsync(cancellationToken).ConfigureAwait(false))
                WriteWarning(Messages.FormatRegistryLetsEveryoneInWhetherLogin(client.Domain));
            Call(() => SessionLogins.Current).Set(host, credential);
        }

        if (PassThru)
            WriteObject(Registry);
    }

    private static MlemException NoToken() => new(
        "IdentityTokenEmpty",
        MlemErrorCategory.InvalidArgument,
        Messages.IdentityTokenEmpty,
        null,
        Messages.IdentityTokenEmptyRemedy);

    private MlemException NoHost() => new(
        "RegistryHostMissing",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatRegistryOfTypeHasNoHost(Registry.Type),
        Registry,
        Messages.GiveHostSuchAsRegistryExample);
}
