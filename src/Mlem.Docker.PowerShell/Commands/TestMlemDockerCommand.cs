using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// Looks at everything that building, running and pushing images stands on, a row for each check:
/// <c>Test-MlemDocker</c>. A check that fails is a row and no error.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "MlemDocker")]
[OutputType(typeof(DockerCheck), typeof(bool))]
public sealed class TestMlemDockerCommand : AsyncCmdlet
{
    /// <summary>The Engine's address; without it, the one that the docker CLI would use.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DaemonHostCompleter))]
    public string? DaemonHost { get; set; }

    /// <summary>A Docker environment, or the path of one: the registry and the Engine where they are not given.</summary>
    [Parameter(ValueFromPipeline = true)]
    [DockerEnvTransformation]
    [ValidateNotNull]
    public DockerEnv? DockerEnv { get; set; }

    /// <summary>The registry whose login is to be tried.</summary>
    [Parameter]
    [RegistryTransformation]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public DockerRegistry? Registry { get; set; }

    /// <summary>The login for the registry, before any other.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Allows plain http, and certificates that cannot be verified, for a registry that is not this machine.</summary>
    [Parameter]
    public SwitchParameter Insecure { get; set; }

    /// <summary>
    /// The base image that builds will use. Where it is there, a container of it is started to look a name up, and
    /// removed; without the parameter, one of a Python, Debian, Ubuntu, Alpine or busybox image that is there.
    /// </summary>
    [Parameter]
    [Alias("BaseImage")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string? Image { get; set; }

    /// <summary>The host name that the container looks up; without it, that of Python's package index.</summary>
    [Parameter]
    [ValidatePattern("^[A-Za-z0-9_.:-]+$")]
    public string DnsName { get; set; } = "pypi.org";

    /// <summary>Emits only whether no check failed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var connection = new ImageConnection(DockerEnv, DaemonHost, Registry, Credential, Insecure);
        var options = new DockerDoctorOptions
        {
            DaemonHost = connection.EffectiveDaemon,
            Registry = connection.EffectiveRegistry,
            Image = Image,
            DnsName = DnsName,
            Credentials = Call(connection.Credentials),
            RegistryOptions = connection.RegistryOptions(Observer),
        };
        bool well = true;
        await foreach (DockerCheck check in DockerDoctor.ExamineAsync(options, cancellationToken).ConfigureAwait(false))
        {
            well &= check.State != DockerCheckState.Failed;
            if (!Quiet)
                WriteObject(check);
        }

        if (Quiet)
            WriteObject(well);
    }
}
