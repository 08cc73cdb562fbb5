using System.Management.Automation;
using Mlem.Docker.Building;
using Mlem.Docker.Engine;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Builds images of models: <c>New-MlemDockerImage</c>.</summary>
[Cmdlet(VerbsCommon.New, "MlemDockerImage", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(DockerImage))]
public sealed class NewMlemDockerImageCommand : BuildxCommand
{
    private const string DockerDirSet = "DockerDir";

    // What a folder has decided already when it was written.
    private static readonly string[] Decided =
    [
        nameof(Server), nameof(BuildArgs), nameof(PythonVersion), nameof(BaseImage), nameof(RunCommand), nameof(PackageInstallCommand),
        nameof(PackageCleanCommand), nameof(MlemWheel), nameof(TemplatesDir), nameof(SetEnv), nameof(MlemSource), nameof(MlemVersion),
        nameof(MlemRevision), nameof(Constraint), nameof(NoDefaultConstraint), nameof(AsMlem), nameof(Optimize), nameof(ImageUser),
        nameof(VerifyArtifacts), nameof(AllowChangedArtifact), nameof(CpuOnly), nameof(SeparateWeights), nameof(Strict),
    ];

    /// <summary>Docker folders, as Export-MlemDockerDir gives them: they are built as they lie there, with what was changed by hand.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DockerDirSet, ValueFromPipeline = true)]
    [PlainObjectTransformation(typeof(DockerDir))]
    [ValidateNotNull]
    public DockerDir[] DockerDir { get; set; } = [];

    /// <summary>
    /// The server (MLEM: <c>server</c>): a type name such as <c>fastapi</c>, a hashtable with MLEM's keys such as
    /// <c>@{ type = 'fastapi'; port = 8081 }</c>, the path of a server's YAML file, or a Server. Without it, the one
    /// that the project's configuration names, else fastapi.
    /// </summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = DockerDirSet)]
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [ServerTransformation]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public override ServerInput? Server { get; set; }

    /// <summary>The image's name; without it, the model's in lower case.</summary>
    [Parameter(Position = 1, ParameterSetName = ModelSet)]
    [Parameter(Position = 1, ParameterSetName = DockerDirSet)]
    [Parameter(Position = 1, ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 1, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageRepositoryCompleter))]
    public string? Name { get; set; }

    /// <summary>The image's tag, or several: the image gets all of them, and all are pushed.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = DockerDirSet)]
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageTagCompleter))]
    public string[] Tag { get; set; } = [ImageTag.Latest];

    /// <summary>What stands before the name in the registry (MLEM: <c>repository</c>): <c>team</c>.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = DockerDirSet)]
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNamespaceCompleter))]
    public string? Repository { get; set; }

    /// <summary>
    /// The registry to push to (MLEM: <c>registry</c>): a host, docker_io, a hashtable such as <c>@{ type = 'remote';
    /// host = 'localhost:5000' }</c>, or an object. Without it, the environment's, else none, and nothing is pushed.
    /// </summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = DockerDirSet)]
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [RegistryTransformation]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public DockerRegistry? Registry { get; set; }

    /// <summary>A Docker environment, or the path of one: the registry and the Engine where they are not given.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = DockerDirSet)]
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [DockerEnvTransformation]
    [ValidateNotNull]
    public DockerEnv? DockerEnv { get; set; }

    /// <summary>The Engine's address; without it, the one that the docker CLI would use.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DaemonHostCompleter))]
    public string? DaemonHost { get; set; }

    /// <summary>The login for the registry, before any other.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Allows plain http, and certificates that cannot be verified, for a registry that is not this machine.</summary>
    [Parameter]
    public SwitchParameter Insecure { get; set; }

    /// <summary>Refuses to build when the image exists (MLEM: <c>force_overwrite: false</c>).</summary>
    [Parameter]
    public SwitchParameter NoOverwrite { get; set; }

    /// <summary>Takes nothing from the Engine's build cache: every instruction runs.</summary>
    [Parameter]
    public SwitchParameter NoCache { get; set; }

    /// <summary>Looks for a newer base image even where the Engine has one.</summary>
    [Parameter]
    public SwitchParameter Pull { get; set; }

    /// <summary>Labels of the image: a hashtable, or name=value.</summary>
    [Parameter]
    [ImageLabelTransformation]
    [ValidateNotNull]
    public Dictionary<string, string> Label { get; set; } = [];

    /// <summary>
    /// The network of the build's RUN instructions: <c>host</c> for that of the Engine's machine, <c>none</c>, or the name
    /// of one of the Engine's. Without it, the Engine's default.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public string? Network { get; set; }

    /// <summary>Leaves the image on the Engine (MLEM: <c>push: false</c>).</summary>
    [Parameter]
    public SwitchParameter NoPush { get; set; }

    /// <summary>Which builder of the Engine does the work. Auto takes the one that the Engine prefers.</summary>
    [Parameter]
    public ImageBuilderKind Builder { get; set; }

    /// <summary>Tries the image before it gets its name and before any push: a container is started from it and must serve.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>How long the container of -Verify has to become ready and to answer, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int VerifyTimeoutSec { get; set; } = 60;

    /// <summary>
    /// Calls that must answer 200, which implies -Verify: methods and their inputs, as a hashtable such as <c>@{
    /// predict = $row }</c> or as JSON text.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public object? VerifyInput { get; set; }

    /// <summary>
    /// Runs the container of -Verify with least privilege, which implies -Verify: it may write to nothing but /tmp, and has no
    /// Linux capability, as the containers of Start-MlemDockerContainer -Hardened.
    /// </summary>
    [Parameter]
    public SwitchParameter Hardened { get; set; }

    /// <summary>Keeps an image that failed to serve, under its name.</summary>
    [Parameter]
    public SwitchParameter KeepFailed { get; set; }

    /// <summary>
    /// Puts large artifacts into images of their own, built once for each content, from which the image takes them: a build
    /// after a change of anything else sends next to nothing.
    /// </summary>
    [Parameter]
    public SwitchParameter SeparateWeights { get; set; }

    /// <summary>From what size on an artifact gets an image of its own; smaller ones share one if they reach it together.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long WeightsThreshold { get; set; } = 1_000_000;

    /// <inheritdoc/>
    private protected override IEnumerable<string> RowParameters =>
        [.. base.RowParameters, nameof(Name), nameof(Tag), nameof(Repository), nameof(Registry), nameof(DockerEnv)];

    private ImageConnection Connection => new(DockerEnv, DaemonHost, Registry, Credential, Insecure);

    /// <inheritdoc/>
    private protected override IEnumerable<object> Items() => ParameterSetName == DockerDirSet ? DockerDir : base.Items();

    /// <inheritdoc/>
    private protected override Task ProcessItemAsync(object item, CancellationToken cancellationToken) => item is DockerDir dir
        ? BuildAsync(
            () => Task.FromResult(DockerContext.FromFolder(NothingDecided(dir), Arguments())),
            dir.Model,
            Messages.FormatTheDockerFolder(dir.Path),
            cancellationToken)
        : base.ProcessItemAsync(item, cancellationToken);

    /// <inheritdoc/>
    private protected override Task ProcessModelAsync(MlemModel model, CancellationToken cancellationToken) => BuildAsync(
        () => DockerContext.CreateAsync(Request(model), cancellationToken),
        model.Name,
        Messages.FormatTheModelModelName(model.Name),
        cancellationToken);

    private async Task BuildAsync(
        Func<Task<DockerContext>> describe, string? name, string origin, CancellationToken cancellationToken)
    {
        BuildxWishes buildx = Buildx();
        if (buildx.Any)
            buildx.For(Builder);
        bool tells = OnlyTells;
        ImageOperations operations = Call(() => Connection.Create(Observer));
        await using (operations.ConfigureAwait(false))
        {
            // Reaching the Engine takes as long as describing the context, so both go on at once.
            if (!tells)
                operations.BeginConnecting();
            DockerContext context = await describe().ConfigureAwait(false);
            context.EnsureServable();
            DockerImage image = NameFor(name);
            Tell(context);
            if (tells)
                await WarnOfMovingBasesAsync(context, cancellationToken).ConfigureAwait(false);
            if (!ShouldProcess(ContextPlan.OfImage(context, image), Messages.FormatBuildImageFrom(ContextPlan.Names(image), origin), Messages.BuildAnImage))
                return;

            var options = new ImageBuildOptions
            {
                Overwrite = !NoOverwrite,
                Push = !NoPush,
                Builder = Builder,
                AdditionalTags = Tags[1..],
                NoCache = NoCache,
                Pull = Pull,
                Labels = Label,
                Network = Network,
                Buildx = buildx,
                SeparateWeightsFrom = SeparateWeights ? WeightsThreshold : null,
                Verify = Verify || Hardened || VerifyInput is not null ? VerifyOptions() : null,
            };
            DockerImage built = await operations.BuildAsync(context, image, options, cancellationToken).ConfigureAwait(false);
            foreach (string warning in built.Warnings.Except(context.Warnings))
                WriteWarning(warning);
            WriteInformation(Messages.FormatBuiltFrom(ContextPlan.Names(built), ByteSize.Format(built.Size), origin));
            WriteObject(built);
        }
    }

    // A plan asks no Engine: there, one that has such an image from nowhere else would not be warned of it.
    private async Task WarnOfMovingBasesAsync(DockerContext context, CancellationToken cancellationToken)
    {
        foreach (string warning in await ImageNotices.MovingBasesAsync(
            context.ReadText("Dockerfile") ?? string.Empty,
            (_, _) => Task.FromResult<EngineImage?>(null),
            (_, _, _) => Task.FromResult(true),
            cancellationToken).ConfigureAwait(false))
        {
            WriteWarning(warning);
        }
    }

    private ImageVerifyOptions VerifyOptions() => new()
    {
        Timeout = TimeSpan.FromSeconds(VerifyTimeoutSec),
        Inputs = VerifyInput is null ? [] : Call(() => VerificationInput.Read(VerifyInput)),
        Hardened = Hardened,
        KeepFailed = KeepFailed,
    };

    // The name of a file or folder that was piped is its own and not the image's.
    private string? GivenName => Piped(nameof(Name)) && Path.Any(PathTransformationAttribute.IsOfItem) ? null : Name;

    // Docker knows lower-case names only; a name that was given is taken as it is, and refused if it is none.
    private DockerImage NameFor(string? model)
    {
        var image = new DockerImage(GivenName ?? model?.ToLowerInvariant() ?? throw NoName())
        {
            Tag = Tags[0],
            AdditionalTags = Tags[1..],
            Repository = Repository,
            Registry = Connection.EffectiveRegistry ?? new DockerRegistry(),
        };
        foreach (string tag in Tags)
            ImageReference.Parse((image with { Tag = tag }).Uri);
        return image;
    }

    private string[] Tags => [.. Tag.Distinct(StringComparer.Ordinal)];

    private DockerDir NothingDecided(DockerDir dir) => Decided.FirstOrDefault(Given) is { } extra
        ? throw new MlemException(
            "ParameterNotAllowed",
            MlemErrorCategory.InvalidArgument,
            Messages.FormatFolderDecides(extra),
            dir.Path,
            Messages.FolderDecidesRemedy)
        : dir;

    private static MlemException NoName() => new(
        "ImageNameMissing",
        MlemErrorCategory.InvalidArgument,
        Messages.ImageNameMissing,
        recommendation: "Give -Name.");
}
