using System.Collections;
using System.Management.Automation;
using Mlem.Docker.Engine;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// A cmdlet that deploys: from a declaration, or without one from a model or an image. What comes of it, a container or
/// a service, tells the cmdlet that derives from it.
/// </summary>
public abstract class StartDeploymentCommand : DeclarationCommand
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string InputSet = "InputObject";
    private protected const string ModelSet = "Model";
    private protected const string ImageSet = "Image";

    // What a declaration says is not said again beside it.
    private static readonly string[] Declared =
    [
        nameof(Name), nameof(ImageName), nameof(Port), nameof(Rm), nameof(DockerEnv), nameof(DaemonHost), nameof(Server),
        nameof(BuildArgs), nameof(PythonVersion), nameof(BaseImage), nameof(RunCommand), nameof(PackageInstallCommand),
        nameof(PackageCleanCommand), nameof(MlemWheel), nameof(Platform), nameof(TemplatesDir), nameof(BuildArg), nameof(SetEnv), .. RunParameterNames,
    ];

    // An environment is piped to where the model is an argument.
    private DockerEnv? _piped;

    /// <summary>Paths of declarations; wildcards are allowed, and the ending .mlem may be left out.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [PathTransformation]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Paths of declarations, taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>What is started, whichever it is.</summary>
    public abstract object InputObject { get; set; }

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

    /// <summary>The Engine's address.</summary>
    public abstract string? DaemonHost { get; set; }

    /// <summary>How long all may take to serve, in seconds.</summary>
    public abstract double TimeoutSec { get; set; }

    /// <summary>Leaves the image on the Engine.</summary>
    public abstract SwitchParameter NoPush { get; set; }

    /// <summary>Allows plain http, and certificates that cannot be verified, for a registry that is not this machine.</summary>
    [Parameter]
    public SwitchParameter Insecure { get; set; }

    /// <summary>Which builder of the Engine does the work. Auto takes the one that the Engine prefers.</summary>
    [Parameter]
    public ImageBuilderKind Builder { get; set; }

    /// <summary>Where an image is built: takes nothing from the Engine's build cache, so that every instruction runs.</summary>
    [Parameter]
    public SwitchParameter NoCache { get; set; }

    /// <summary>Where an image is built: looks for a newer base image even where the Engine has one.</summary>
    [Parameter]
    public SwitchParameter Pull { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        MlemModel? model = AsModel(Model);
        if (CpuOnly && Gpu is not null)
        {
            throw new MlemException(
                "CpuOnlyWithGpu", MlemErrorCategory.InvalidArgument, Messages.CpuOnlyWithGpu, Gpu, Messages.AsMlemIsNotOptimizedRemedy);
        }

        _piped = ParameterSetName == InputSet && model is not null ? AsEnv(InputObject) : null;
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

    /// <summary>The title of the question whether to do it.</summary>
    private protected abstract string Caption { get; }

    /// <summary>The declaration that a status tells; null for what is none.</summary>
    private protected virtual DockerContainer? DeclarationOf(object item) => (item as DockerContainerStatus)?.Deployment;

    /// <summary>Whether a parameter says nothing here, so that it cannot contradict a declaration.</summary>
    private protected virtual bool Ignores(string parameter) => false;

    /// <summary>Deploys it, and tells how it is then.</summary>
    private protected abstract Task<object> StartAsync(
        DockerContainer deployment, MlemModel? model, DeploymentOptions options, CancellationToken cancellationToken);

    private IEnumerable<object> Items(MlemModel? model) => ParameterSetName switch
    {
        PathSet => ResolveModelPaths(Path, literal: false).Select(p => (object)new FileInfo(p)),
        LiteralPathSet => ResolveModelPaths(LiteralPath, literal: true).Select(p => (object)new FileInfo(p)),
        ModelSet => [model!],
        ImageSet => [Image!],
        _ when _piped is not null => [model!],
        _ => Plain(InputObject) is IList many ? many.Cast<object?>().Select(Plain).OfType<object>() : [Plain(InputObject)!],
    };

    // An object of the kind that scripts make is only in its wrapping something.
    private static object? Plain(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;


    private async Task StartAsync(object item, MlemModel? model, CancellationToken cancellationToken)
    {
        object what = item switch
        {
            FileInfo file => MlemObject.Load(file.FullName),
            string path => MlemObject.Load(ResolveModelFile(path)),
            _ when PlainObject.From(item) is { } row && (row["LiteralPath"] ?? row["PSPath"] ?? row["Path"]) is { } path => MlemObject.Load(ResolveModelFile(path)),
            _ => DeclarationOf(item) ?? item,
        };
        DockerContainer deployment = what switch
        {
            DockerContainer declared => CheckDeclared(declared),
            MlemModel asked => Declare(EnvFor(null), given: await ArgumentsForAsync(asked, cancellationToken).ConfigureAwait(false)),
            DockerImage image => Declare(EnvFor(image)),
            _ => throw NotStartable(what),
        };
        DockerBuildArgs args = deployment.Args;
        var options = new DeploymentOptions
        {
            ReadyTimeout = TimeSpan.FromSeconds(TimeoutSec),
            Image = what as DockerImage,
            Push = !NoPush,
            Builder = Builder,
            NoCache = NoCache,
            Pull = Pull,
            WorkingFolder = WorkingFolder,
            Confirm = Confirms,
            Context = m => Request(m, deployment.Server, args) with
            {
                Args = args,
                DeclaredIn = deployment.Home,
                UsesGpu = Gpu is not null || deployment.Params.ContainsKey("device_requests"),
            },
        };
        model = what as MlemModel ?? (what is DockerImage ? null : model);
        WriteObject(await StartAsync(deployment, model, options, cancellationToken).ConfigureAwait(false));
    }

    // A script block that makes the base image's name gets the Python that fits the model.
    private async Task<DockerBuildArgs> ArgumentsForAsync(MlemModel model, CancellationToken cancellationToken)
    {
        DockerBuildArgs args = Arguments();
        if (args.BaseImageHook is null)
            return args;
        DockerContext context = await DockerContext.CreateAsync(Request(model) with { Args = args }, cancellationToken).ConfigureAwait(false);
        return args with { PythonVersion = context.BuildArgs.PythonVersion, BaseImage = context.BaseImage, BaseImageHook = null };
    }

    private bool Confirms(DeploymentPlan plan)
    {
        // A build tells of them by itself.
        if (OnlyTells && plan.Context is { } context)
            Tell(context);
        return ShouldProcess(ContextPlan.OfStart(plan), plan.Sentence + "?", Caption);
    }

    private MlemModel? AsModel(object? model) => (model is PSObject wrapped ? wrapped.BaseObject : model) switch
    {
        null => null,
        MlemModel loaded => loaded,
        var path => MlemModel.Load(ResolveModelFile(path.ToString()!)),
    };

    private DockerEnv? EnvFor(DockerImage? image)
    {
        DockerEnv? env = _piped ?? DockerEnv;
        string? host = DaemonHost ?? (env is null ? image?.DaemonHost : null);
        return host is null ? env : Mlem.Docker.DockerEnv.Create(env?.Registry, host);
    }

    private static DockerEnv? AsEnv(object value) => PlainObject.From(value) is { } sent
        ? sent.Was<DockerEnv>() ? PlainObjects.Env(sent) : null
        : Plain(value) as DockerEnv;

    private DockerContainer CheckDeclared(DockerContainer declared) =>
        Declared.FirstOrDefault(p => Given(p) && !Ignores(p)) is { } extra
            ? throw new MlemException(
                "ParameterNotAllowed",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatParameterNotAllowed(extra),
                declared.Path ?? declared.ContainerName,
                Messages.ParameterNotAllowedRemedy)
            : declared;

    private static string Said(object what) => what is IConvertible or PSObject ? LanguagePrimitives.ConvertTo<string>(what) : what.GetType().Name;

    private static MlemException NotStartable(object what) => new(
        "InputNotSupported",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatInputNotSupported((what as MlemObject)?.Path ?? Said(what)),
        what,
        Messages.InputNotSupportedRemedy);
}
