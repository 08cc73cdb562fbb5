using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Declares a Docker environment, and writes it to a .mlem file: <c>New-MlemDockerEnv</c>.</summary>
[Cmdlet(VerbsCommon.New, "MlemDockerEnv", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(DockerEnv))]
public sealed class NewMlemDockerEnvCommand : AsyncCmdlet
{
    /// <summary>The file to write; without it, the environment is only an object. The ending .mlem may be left out.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The file to write, its name taken as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>The registry that images are pushed to: a host, docker_io, a hashtable, or an object.</summary>
    [Parameter(ValueFromPipeline = true)]
    [RegistryTransformation]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public DockerRegistry? Registry { get; set; }

    /// <summary>The Engine's address; without it, the one that the docker CLI would use.</summary>
    [Parameter]
    [Alias("Daemon")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DaemonHostCompleter))]
    public string? DaemonHost { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        DockerEnv env = DockerEnv.Create(Registry, DaemonHost);
        string? file = ResolveTarget(Path, LiteralPath);
        if (file is null)
            WriteObject(env);
        else if (ShouldProcess(Plan(env, file), Messages.FormatWriteEnvironmentTo(file), Messages.WriteDockerEnvironment))
            WriteObject(await env.SaveAsync(file, Force, cancellationToken).ConfigureAwait(false));
    }

    private static string Plan(DockerEnv env, string file) => DeclarationPlan.Describe(env, file, Messages.FormatWriteEnvironmentWith);
}
