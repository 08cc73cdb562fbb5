using System.Management.Automation;
using Mlem.Docker.Engine;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// Deploys a model as a container and waits until it serves: <c>Start-MlemDockerContainer</c>. From a declaration, or
/// without one from a model or an image. Where all is as it should be, it does nothing.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "MlemDockerContainer", SupportsShouldProcess = true, DefaultParameterSetName = ModelSet)]
[OutputType(typeof(DockerContainerStatus))]
public sealed class StartMlemDockerContainerCommand : DeclarationCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string InputSet = "InputObject";
    private const string ModelSet = "Model";
    private const string ImageSet = "Image";

    // What a declaration says is not said again beside it.
    private static readonly string[] Declared =
    [
        nameof(Name), nameof(ImageName), nameof(Port), nameof(Rm), nameof(DockerEnv), nameof(DaemonHost), nameof(Server),
        nameof(BuildArgs), nameof(PythonVersion), nameof(BaseImage), nameof(RunCommand), nameof(PackageInstallCommand),
        nameof(PackageCleanCommand), nameof(MlemWheel), nameof(Platform), nameof(TemplatesDir), nameof(BuildArg), nameof(SetEnv), .. RunParameterNames,
    ];

    /// <summary>Paths of declarations; wildcards are allowed, and the ending .mlem may be left out.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Paths of declarations, taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>A model, an image, a declaration, a status of Get-MlemDockerContainer, or the path of a model or declaration.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    [PlainObjectTransformation(typeof(object))]
    [ValidateNotNull]
    public object InputObject { get; set; } = null!;

    /// <summary>The model, or its path; beside a declaration, without it the one that was deployed before.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ModelSet)]
    [Parameter(Position = 1, ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputSet)]
    [PlainObjectTransformation(typeof(MlemModel))]
    [ValidateNotNull]
    public object? Model { get; set; }

    /// <summary>An image to run as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ImageSet)]
    [PlainObjectTransformation(typeof(DockerImage))]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    [ValidateNotNull]
    public DockerImage? Image { get; set; }

    /// <summary>The Engine's address; without it, the environment's, else the one that the docker CLI would use.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DaemonHostCompleter))]
    public string? DaemonHost { get; set; }

    /// <summary>How long the container has to become ready, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public double TimeoutSec { get; set; } = 120;

    /// <summary>Leaves the image on the Engine, although the environment names a registry.</summary>
    [Parameter]
    public SwitchParameter NoPush { get; set; }

    /// <summary>Allows plain http, and certificates that cannot be verified, for a registry that is not this machine.</summary>
    [Parameter]
    public SwitchParameter Insecure { get; set; }

    /// <summary>Which builder of the Engine does the work. Auto takes the one that the Engine prefers.</summary>
    [Parameter]
    public ImageBuilderKind Builder { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        MlemModel? model = AsModel(Model);
        foreach (object item in Items(model))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await StartAsync(item, model, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not (OperationCanceledException or PipelineStoppedException))
            {
                // One that fails does not stop the others.
                WriteError(e, item);
            }
        }
    }

    private IEnumerable<object> Items(MlemModel? model) => ParameterSetName switch
    {
        PathSet => ResolveModelPaths(Path, literal: false).Select(p => (object)new FileInfo(p)),
        LiteralPathSet => ResolveModelPaths(LiteralPath, literal: true).Select(p => (object)new FileInfo(p)),
        ModelSet => [model!],
        ImageSet => [Image!],
        _ => [InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject],
    };

    private async Task StartAsync(object item, MlemModel? model, CancellationToken cancellationToken)
    {
        object what = item switch
        {
            FileInfo file => MlemObject.Load(file.FullName),
            string path => MlemObject.Load(ResolveModelPaths([path], literal: true).Single()),
            DockerContainerStatus { Deployment: { } known } => known,
            _ => item,
        };
        var options = new DeploymentOptions
        {
            ReadyTimeout = TimeSpan.FromSeconds(TimeoutSec),
            Image = what as DockerImage,
            Push = !NoPush,
            Builder = Builder,
            WorkingFolder = WorkingFolder,
            Confirm = plan => ShouldProcess(plan, plan + "?", "Start a container"),
        };
        DockerContainer deployment = what switch
        {
            DockerContainer declared => CheckDeclared(declared),
            MlemModel or DockerImage => Declare(EnvFor(what as DockerImage)),
            _ => throw NotStartable(what),
        };
        model = what as MlemModel ?? (what is DockerImage ? null : model);
        DockerBuildArgs args = deployment.Args;
        options = options with { Context = m => Request(m, deployment.Server, args) with { Args = args } };
        DeploymentService service = Call(() => DeploymentServices.Create(Observer, Insecure));
        WriteObject(await service.StartAsync(deployment, model, options, cancellationToken).ConfigureAwait(false));
    }

    private MlemModel? AsModel(object? model) => (model is PSObject wrapped ? wrapped.BaseObject : model) switch
    {
        null => null,
        MlemModel loaded => loaded,
        var path => MlemModel.Load(ResolveModelPaths([path.ToString()!], literal: true).Single()),
    };

    private DockerEnv? EnvFor(DockerImage? image)
    {
        string? host = DaemonHost ?? (DockerEnv is null ? image?.DaemonHost : null);
        return host is null ? DockerEnv : Mlem.Docker.DockerEnv.Create(DockerEnv?.Registry, host);
    }

    private DockerContainer CheckDeclared(DockerContainer declared) =>
        Declared.FirstOrDefault(Given) is { } extra
            ? throw new MlemException(
                "ParameterNotAllowed",
                MlemErrorCategory.InvalidArgument,
                $"-{extra} cannot be given beside a declaration, which decides it.",
                declared.Path ?? declared.ContainerName,
                "Change the declaration (New-MlemDockerContainer -Force), or leave the parameter out.")
            : declared;

    private static MlemException NotStartable(object what) => new(
        "InputNotSupported",
        MlemErrorCategory.InvalidArgument,
        $"{(what as MlemObject)?.Path ?? what} cannot be started: it is no model, image or container.",
        what,
        "Give a model, an image, or the declaration of a container.");
}
