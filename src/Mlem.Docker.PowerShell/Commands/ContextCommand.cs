using System.Management.Automation;
using Mlem.Docker.Inspecting;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>A cmdlet that makes the Docker context of a model, or declares it: the server and the build arguments.</summary>
public abstract class ContextCommand : BuildArgsCommand
{
    private ModelInspector? _inspector;

    /// <summary>
    /// A script block that is called with the Python version (<c>$args[0]</c>) before an image is built (MLEM:
    /// <c>prebuild_hook</c>). Never saved.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? PrebuildHook { get; set; }

    /// <summary>
    /// Where MLEM comes from: <c>pip</c> (a release), <c>whl</c> (a wheel) or <c>git</c> (its repository). Without
    /// it, as the project's configuration says (<c>docker.source</c>), else pip.
    /// </summary>
    [Parameter]
    public MlemSourceKind? MlemSource { get; set; }

    /// <summary>The MLEM release to install (<c>docker.pip_version</c>). Without it, 0.4.14.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MlemVersion { get; set; }

    /// <summary>The Git revision of MLEM to install (<c>docker.git_rev</c>), with the source git.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MlemRevision { get; set; }

    /// <summary>
    /// pip constraints: lines such as <c>fastapi==0.92.0</c>, or paths of files with such lines. They go over the
    /// shipped bounds; of the same package, yours wins.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public string[] Constraint { get; set; } = [];

    /// <summary>
    /// Leaves out the shipped bounds and the check that a working set of packages is known: the folder is then MLEM's
    /// own.
    /// </summary>
    [Parameter]
    public SwitchParameter NoDefaultConstraint { get; set; }

    /// <summary>
    /// MLEM's own Docker folder, byte for byte, where this module would do better: Python 3.9.13 where none is given, no
    /// bounds, no check whether the image can work, and nothing of an optimized image.
    /// </summary>
    [Parameter]
    public SwitchParameter AsMlem { get; set; }

    /// <summary>
    /// A Dockerfile other than MLEM's: without what the image does not need (upgrades, git, and apt where nothing is left to
    /// install), with a health check and a user other than root, and with caches for pip and apt where BuildKit builds it. Images
    /// are built so; -Optimize:$false builds them in MLEM's layout. An exported folder has MLEM's layout without this switch.
    /// </summary>
    [Parameter]
    public SwitchParameter Optimize { get; set; }

    /// <summary>
    /// The user whom an optimized image names, whom its containers run as: a name that the base image knows, or a number.
    /// Without it, the user of the base image if that is not root, else 10001:0.
    /// </summary>
    [Parameter]
    [ValidatePattern(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]*(?::[A-Za-z0-9_][A-Za-z0-9_.-]*)?\z")]
    public string? ImageUser { get; set; }

    /// <summary>
    /// Takes artifacts whose size is not the one that MLEM recorded, with a warning, as MLEM does: for example a text whose
    /// line endings git has changed.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowChangedArtifact { get; set; }

    /// <summary>
    /// Installs the CPU builds of torch, from PyTorch's own index: gigabytes less than those on PyPI, which bring CUDA.
    /// </summary>
    [Parameter]
    public SwitchParameter CpuOnly { get; set; }

    /// <summary>Holds every artifact against the hash that MLEM recorded, on the pass that copies or sends it.</summary>
    [Parameter]
    public SwitchParameter VerifyArtifacts { get; set; }

    /// <summary>
    /// Makes an error of every check of the model that fails (Test-MlemModel shows them): of its pickles, what they import, versions,
    /// wheels and its own Python files. Without it, they are warnings.
    /// </summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>The folder that relative paths of the arguments are relative to: PowerShell's own location.</summary>
    private protected string WorkingFolder => Call(() => SessionState.Path.CurrentFileSystemLocation.ProviderPath);

    /// <inheritdoc/>
    private protected sealed override ScriptBlock? Hook => PrebuildHook;

    /// <summary>Whether an image comes of it, which is then optimized where nothing else is said (D31).</summary>
    private protected virtual bool ForImage => true;

    /// <summary>The request for a model's context, with what was given one by one put over -BuildArgs.</summary>
    private protected DockerContextRequest Request(MlemModel model, Server? server = null, DockerBuildArgs? args = null) => new(model)
    {
        Server = Server?.Value ?? server,
        Args = Arguments(args),
        Source = MlemSource,
        MlemVersion = MlemVersion,
        MlemRevision = MlemRevision,
        Constraints = Constraint,
        NoDefaultConstraint = NoDefaultConstraint,
        AsMlem = AsMlem,
        Optimize = Given(nameof(Optimize)) ? Optimize.ToBool() : null,
        ForImage = ForImage,
        User = ImageUser,
        VerifyArtifacts = VerifyArtifacts,
        AllowChangedArtifact = AllowChangedArtifact,
        CpuOnly = CpuOnly,
        Inspector = _inspector ??= new ModelInspector(Strict),
        WorkingFolder = WorkingFolder,
    };

    /// <summary>Tells what was decided for a context, and what deserves attention.</summary>
    private protected void Tell(DockerContext context) => ContextPlan.Tell(context, WriteVerbose, WriteWarning);
}
