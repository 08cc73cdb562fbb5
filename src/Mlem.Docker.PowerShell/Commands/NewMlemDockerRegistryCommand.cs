using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Describes a registry: <c>New-MlemDockerRegistry</c>.</summary>
[Cmdlet(VerbsCommon.New, "MlemDockerRegistry", DefaultParameterSetName = "Remote")]
[OutputType(typeof(DockerRegistry), typeof(DockerIORegistry), typeof(RemoteRegistry), typeof(EcrRegistry), typeof(HerokuRegistry))]
public sealed class NewMlemDockerRegistryCommand : PSCmdlet
{
    /// <summary>
    /// The host of a registry that offers the distribution API, with its port where needed: <c>localhost:5000</c>
    /// (MLEM's type <c>remote</c>).
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Remote", ValueFromPipeline = true)]
    [Alias("Host")]
    [NameTransformation]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegistryHostCompleter))]
    public string RegistryHost { get; set; } = string.Empty;

    /// <summary>Docker Hub (MLEM's type <c>docker_io</c>).</summary>
    [Parameter(Mandatory = true, ParameterSetName = "DockerIO")]
    public SwitchParameter DockerIO { get; set; }

    /// <summary>The images of the Docker Engine itself (MLEM's type <c>local</c>).</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Local")]
    public SwitchParameter Local { get; set; }

    /// <summary>The account of Amazon's registry (MLEM's type ecr).</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Ecr")]
    [ValidateNotNullOrEmpty]
    public string Account { get; set; } = string.Empty;

    /// <summary>The region of Amazon's registry.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Ecr")]
    [ValidateNotNullOrEmpty]
    public string Region { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(ParameterSetName switch
    {
        "DockerIO" => new DockerIORegistry(),
        "Local" => new DockerRegistry(),
        "Ecr" => new EcrRegistry(Account, Region),
        _ => new RemoteRegistry(RegistryHost),
    });
}
