using System.Management.Automation;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Reads any MLEM object or deployment state that this module handles: <c>Get-MlemObject</c>.</summary>
[Cmdlet(VerbsCommon.Get, "MlemObject", DefaultParameterSetName = "Path")]
[OutputType(
    typeof(MlemModel), typeof(MlemLink), typeof(DockerEnv), typeof(DockerContainer), typeof(DockerImageBuilder), typeof(DockerDirBuilder),
    typeof(KubernetesDeployment), typeof(KubernetesEnv), typeof(DockerContainerState))]
public sealed class GetMlemObjectCommand : AsyncCmdlet
{
    /// <summary>Paths of objects; wildcards are allowed, and the ending .mlem may be left out.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [PathTransformation]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Paths of objects, taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Gives a link itself instead of the object it points to.</summary>
    [Parameter]
    public SwitchParameter NoFollow { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        bool literal = ParameterSetName == "LiteralPath";
        foreach (string file in ResolveModelPaths(literal ? LiteralPath : Path, literal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                // A state file has no .mlem ending of its own: dep.mlem.state, or a bare name in a state manager's folder.
                bool isState = !file.EndsWith(".mlem", StringComparison.Ordinal) && File.Exists(file);
                WriteObject(isState ? DockerContainerState.Load(file) : MlemObject.Load(file, followLinks: !NoFollow));
            }
            catch (MlemException e)
            {
                WriteError(e, file);
            }
        }

        return Task.CompletedTask;
    }
}
