using System.Management.Automation;
using Mlem.Docker.Inspecting;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Runs a saved builder on models, as <c>mlem build --load</c> does: <c>Invoke-MlemBuilder</c>.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "MlemBuilder", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(DockerDir), typeof(DockerImage))]
public sealed class InvokeMlemBuilderCommand : AsyncCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>The .mlem files of builders of type docker or docker_dir; wildcards are allowed, and the ending may be left out.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [PathTransformation]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The .mlem files of builders, taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The builder itself; by pipeline where -Model is given.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Builder", ValueFromPipeline = true)]
    [ValidateNotNull]
    public DockerBuilder? Builder { get; set; }

    /// <summary>Models, as Get-MlemModel gives them, or their paths.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Alias("InputObject")]
    [PlainObjectTransformation(typeof(MlemModel))]
    [ValidateNotNullOrEmpty]
    public object[] Model { get; set; } = [];

    /// <summary>Replaces a Docker folder that has content, as a whole.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

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

    /// <summary>
    /// Makes an error of every check of the model that fails (Test-MlemModel shows them): of its pickles, what they import, versions,
    /// wheels and its own Python files. Without it, they are warnings.
    /// </summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (DockerBuilder builder in Builders())
        {
            foreach (object item in Model)
            {
                try
                {
                    await BuildAsync(builder, ModelOf(item), cancellationToken).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not (OperationCanceledException or PipelineStoppedException))
                {
                    WriteError(e, item);
                }
            }
        }
    }

    private IEnumerable<DockerBuilder> Builders() => ParameterSetName switch
    {
        PathSet => ResolveModelPaths(Path, literal: false).Select(Load),
        LiteralPathSet => ResolveModelPaths(LiteralPath, literal: true).Select(Load),
        _ => [Builder!],
    };

    private static DockerBuilder Load(string file) => MlemObject.Load(file) as DockerBuilder ?? throw new MlemException(
        "NotABuilder", MlemErrorCategory.InvalidData, Messages.FormatNotABuilder(file), file,
        Messages.NotABuilderRemedy);

    private MlemModel ModelOf(object item) => (item is PSObject wrapped ? wrapped.BaseObject : item) switch
    {
        MlemModel model => model,
        var other => MlemModel.Load(ResolveModelFile(LanguagePrimitives.ConvertTo<string>(other))),
    };

    private async Task BuildAsync(DockerBuilder builder, MlemModel model, CancellationToken cancellationToken)
    {
        string folder = Call(() => SessionState.Path.CurrentFileSystemLocation.ProviderPath);
        DockerContext context = await DockerContext.CreateAsync(
            new DockerContextRequest(model)
            {
                Server = builder.Server,
                Args = builder.Args,
                DeclaredIn = builder.Home,
                Constraints = Constraint,
                NoDefaultConstraint = NoDefaultConstraint,
                AsMlem = AsMlem,
                ForImage = builder is DockerImageBuilder,
                AllowChangedArtifact = AllowChangedArtifact,
                CpuOnly = CpuOnly,
                Inspector = new ModelInspector(Strict),
                WorkingFolder = folder,
            },
            cancellationToken).ConfigureAwait(false);
        context.EnsureServable();
        ContextPlan.Tell(context, WriteVerbose, WriteWarning);
        switch (builder)
        {
            case DockerDirBuilder dir when ResolvePath(dir.Target) is var target && ShouldProcess(
                ContextPlan.OfFolder(context, model, target), Messages.FormatWriteDockerFolderOfModel(target, model.Name), Messages.WriteDockerFolder):
                WriteObject(await context
                    .WriteFolderAsync(target, Force, observer: Observer, cancellationToken: cancellationToken).ConfigureAwait(false));
                break;
            case DockerImageBuilder image when ShouldProcess(
                ContextPlan.OfImage(context, image.Image),
                Messages.FormatBuildImageFrom(image.Image.Uri, Messages.FormatTheModelModelName(model.Name)),
                Messages.BuildAnImage):
                await BuildImageAsync(context, image, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async Task BuildImageAsync(DockerContext context, DockerImageBuilder builder, CancellationToken cancellationToken)
    {
        var connection = new ImageConnection(null, builder.Daemon.Host is { Length: > 0 } host ? host : null, builder.Image.Registry, null, false);
        ImageOperations operations = Call(() => connection.Create(Observer));
        await using (operations.ConfigureAwait(false))
        {
            var options = new ImageBuildOptions
            {
                Overwrite = builder.ForceOverwrite,
                Push = builder.Push,
                NoCache = NoCache,
                Pull = Pull,
                Labels = Label,
                Network = Network,
            };
            DockerImage built = await operations.BuildAsync(context, builder.Image, options, cancellationToken).ConfigureAwait(false);
            foreach (string warning in built.Warnings.Except(context.Warnings))
                WriteWarning(warning);
            WriteObject(built);
        }
    }
}
