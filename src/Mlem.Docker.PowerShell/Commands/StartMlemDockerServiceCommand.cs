using System.Management.Automation;
using Mlem.Docker.Engine;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// Deploys a model as a service of a Docker swarm and waits until all its tasks serve: <c>Start-MlemDockerService</c>.
/// From a declaration of a container, or without one from a model or an image. Where all is as it should be, it does nothing.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "MlemDockerService", SupportsShouldProcess = true, DefaultParameterSetName = ModelSet)]
[OutputType(typeof(DockerServiceStatus))]
public sealed class StartMlemDockerServiceCommand : DeclarationCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string InputSet = "InputObject";
    private const string ModelSet = "Model";
    private const string ImageSet = "Image";

    // What a declaration says is not said again beside it.
    private static readonly string[] Declared =
    [
        nameof(Name), nameof(ImageName), nameof(Port), nameof(DockerEnv), nameof(DaemonHost), nameof(Server),
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

    /// <summary>A model, an image, a declaration, a status of a service or container, or the path of a model or declaration.</summary>
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

    /// <summary>How many tasks; without it, as many as there are, else 1.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Replicas { get; set; }

    /// <summary>How many tasks an update replaces at once, 0 for all; 1 by default.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? UpdateParallelism { get; set; }

    /// <summary>How long an update waits between them, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public double? UpdateDelaySec { get; set; }

    /// <summary>Whether the new task starts first, or the old one stops first: StartFirst or StopFirst.</summary>
    [Parameter]
    public ServiceUpdateOrder? UpdateOrder { get; set; }

    /// <summary>How long a new task is watched before it counts as good, in seconds; 5 by default.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public double? UpdateMonitorSec { get; set; }

    /// <summary>What an update does when a new task fails: Rollback, Pause or Continue.</summary>
    [Parameter]
    public ServiceFailureAction? FailureAction { get; set; }

    /// <summary>When a task that ended is followed by another: Any, OnFailure or None; without it, as restart_policy says.</summary>
    [Parameter]
    public ServiceRestartCondition? RestartCondition { get; set; }

    /// <summary>How often at most; 0 for without end.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? RestartMaxAttempts { get; set; }

    /// <summary>How long to wait before, in seconds; 5 by default.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public double? RestartDelaySec { get; set; }

    /// <summary>Where ports are published: Ingress, on every machine of the swarm, or Host, on those with a task.</summary>
    [Parameter]
    public ServicePortMode? PortMode { get; set; }

    /// <summary>Rules for the machines that may have a task, as docker writes them: node.labels.gpu==true.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[]? PlacementConstraint { get; set; }

    /// <summary>
    /// Secrets that the containers see as files in /run/secrets: name or name=target of one that the swarm has, or a
    /// hashtable of targets with such a name, or with a SecureString that makes a new one. @() takes all away.
    /// </summary>
    [Parameter]
    [SecretTransformation]
    [AllowEmptyCollection]
    public ServiceSecret[]? Secret { get; set; }

    /// <summary>The Engine's address: a manager of the swarm; without it, the environment's, else the one that the docker CLI would use.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DaemonHostCompleter))]
    public string? DaemonHost { get; set; }

    /// <summary>How long the tasks have to serve, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public double TimeoutSec { get; set; } = 120;

    /// <summary>Leaves the image on the Engine although the environment names a registry, so that all tasks run there.</summary>
    [Parameter]
    public SwitchParameter NoPush { get; set; }

    /// <summary>Allows plain http, and certificates that cannot be verified, for a registry that is not this machine.</summary>
    [Parameter]
    public SwitchParameter Insecure { get; set; }

    /// <summary>Which builder of the Engine does the work.</summary>
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
            DockerServiceStatus { Deployment: { } known } => known,
            DockerContainerStatus { Deployment: { } known } => known,
            _ => item,
        };
        DockerContainer deployment = what switch
        {
            DockerContainer declared => CheckDeclared(declared),
            MlemModel or DockerImage => Declare(EnvFor(what as DockerImage)),
            _ => throw NotStartable(what),
        };
        model = what as MlemModel ?? (what is DockerImage ? null : model);
        DockerBuildArgs args = deployment.Args;
        var options = new DeploymentOptions
        {
            ReadyTimeout = TimeSpan.FromSeconds(TimeoutSec),
            Image = what as DockerImage,
            Push = !NoPush,
            Builder = Builder,
            WorkingFolder = WorkingFolder,
            Confirm = plan => ShouldProcess(plan, plan + "?", "Start a service"),
            Context = m => Request(m, deployment.Server, args) with { Args = args },
        };
        DockerServiceDeployments services = Call(() => DeploymentServices.CreateForServices(Observer, Insecure));
        WriteObject(await services.StartAsync(deployment, model, Service(), options, cancellationToken).ConfigureAwait(false));
    }

    private DockerServiceOptions Service() => new()
    {
        Replicas = Replicas,
        UpdateParallelism = UpdateParallelism,
        UpdateDelay = Seconds(UpdateDelaySec),
        UpdateOrder = UpdateOrder,
        UpdateMonitor = Seconds(UpdateMonitorSec),
        FailureAction = FailureAction,
        RestartCondition = RestartCondition,
        RestartMaxAttempts = RestartMaxAttempts,
        RestartDelay = Seconds(RestartDelaySec),
        PortMode = PortMode,
        Constraints = PlacementConstraint,
        Secrets = Secret,
    };

    private static TimeSpan? Seconds(double? number) => number is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

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
