using System.Management.Automation;
using Mlem.Docker.Building;
using Mlem.Docker.Exporting;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// A cmdlet that writes declarations as a file for another platform: all that were given into one file, or none where one of
/// them cannot be.
/// </summary>
public abstract class ExportDeploymentCommand : DeployableCommand
{
    // What an image is built with, and says nothing of one that is there; its platform does.
    private static readonly string[] OfBuild =
    [
        nameof(PythonVersion), nameof(BaseImage), nameof(RunCommand), nameof(PackageInstallCommand), nameof(PackageCleanCommand),
        nameof(MlemWheel), nameof(TemplatesDir), nameof(BuildArg), nameof(SetEnv), nameof(PrebuildHook), nameof(MlemSource),
        nameof(MlemVersion), nameof(MlemRevision), nameof(Constraint), nameof(NoDefaultConstraint), nameof(AsMlem), nameof(Optimize),
        nameof(ImageUser), nameof(AllowChangedArtifact), nameof(CpuOnly), nameof(VerifyArtifacts),
    ];

    private bool _failed;

    /// <summary>
    /// A model, an image, a declaration, a status of Get-MlemDockerContainer or Get-MlemDockerService, or the path of a model or
    /// declaration.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    [PlainObjectTransformation(typeof(object))]
    [ValidateNotNull]
    public override object InputObject { get; set; } = null!;

    /// <summary>The model in the image, or its path.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ModelSet)]
    [Parameter(Position = 1, ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputSet)]
    [Parameter(ParameterSetName = ImageSet)]
    [PlainObjectTransformation(typeof(MlemModel))]
    [ValidateNotNull]
    public override object? Model { get; set; }

    /// <summary>
    /// The image that runs, as New-MlemDockerImage and Publish-MlemDockerImage give it, or its name; beside a declaration,
    /// without it the one that the declaration names.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ImageSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputSet)]
    [PlainObjectTransformation(typeof(DockerImage))]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    [ValidateNotNull]
    public override DockerImage? Image { get; set; }

    /// <summary>The file to write; its name is taken as it is. Without it, nothing is written, and the object has the text.</summary>
    [Parameter]
    [Alias("Destination")]
    [ValidateNotNullOrEmpty]
    public string? Target { get; set; }

    /// <summary>Replaces a file that is there, and the Docker folders that were written beside a Compose file before.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How long a container has for its end, in seconds; what it still answers meanwhile is not lost.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public double StopTimeoutSec { get; set; } = 30;

    /// <summary>The file as the file system has it; null for none.</summary>
    private protected string? File => ResolveTarget(null, Target);

    /// <summary>Whether the file can say how an image is built.</summary>
    private protected virtual bool Builds => true;

    /// <summary>Writes what was collected.</summary>
    private protected abstract Task WriteAsync(string? file, CancellationToken cancellationToken);

    /// <summary>Collects a declaration.</summary>
    private protected abstract Task CollectAsync(
        DockerContainer deployment, MlemModel? model, DockerImage? image, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        if (File is { } file)
            ExportFile.Check(file, Force);
        if ((!Builds || Image is not null) && OfBuild.Where(Given).ToArray() is { Length: > 0 } idle)
            WriteWarning(Messages.FormatSaysNothingOfAnImage(string.Join(", ", idle.Select(p => "-" + p))));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    private protected sealed override void ItemFailed() => _failed = true;

    /// <inheritdoc/>
    protected sealed override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        try
        {
            await base.ProcessAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _failed = true;
            throw;
        }
    }

    /// <inheritdoc/>
    protected sealed override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (!_failed)
            await WriteAsync(File, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    private protected override DockerContainer? DeclarationOf(object item) => item switch
    {
        DockerServiceStatus service => service.Deployment,
        DockerContainerState state => state.Declaration,
        _ => base.DeclarationOf(item),
    };

    /// <inheritdoc/>
    private protected override DockerImage? ImageOf(object item) => Image is not null ? null : item switch
    {
        DockerContainerStatus { Image: { } image } status => Named(status.Name, image),
        DockerServiceStatus { ImageReference: { } image } status => Named(status.Name, image),
        DockerServiceStatus { Image: { } image } status => Named(status.Name, image),
        DockerContainerState state => state.Image,
        _ => null,
    };

    // An Engine tells the id where the name means another image meanwhile.
    private static DockerImage Named(string? name, string image) => image.StartsWith("sha256:", StringComparison.Ordinal)
        ? throw new MlemException(
            "ImageNotFound",
            MlemErrorCategory.ObjectNotFound,
            Messages.FormatStatusHasNoImageName(name, image),
            image,
            Messages.StatusHasNoImageNameRemedy)
        : DockerImage.FromReference(image);

    // What is of no meaning in a file contradicts no declaration.
    private protected override bool Ignores(string parameter) => parameter is nameof(Rm) or nameof(DaemonHost);

    /// <inheritdoc/>
    private protected sealed override Task ProcessDeployableAsync(
        DockerContainer deployment, MlemModel? model, DockerImage? image, CancellationToken cancellationToken) =>
        NotedAsync(() => CollectAsync(deployment, model, image ?? Image, cancellationToken));

    /// <summary>Does it, and remembers that it failed.</summary>
    private protected async Task NotedAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch
        {
            _failed = true;
            throw;
        }
    }

    /// <summary>What is known beside a declaration.</summary>
    private protected ExportInput Input(DockerContainer deployment, MlemModel? model, DockerImage? image) => new(deployment)
    {
        Image = image,
        Server = image?.Server ?? ServerOf(image)
            ?? (model is null && ParameterSetName == ImageSet ? null : Mlem.Docker.Server.ConfiguredFor(WorkingFolder)),
        ModelHash = model?.Hash,
        ModelName = model?.Name,
        StopGrace = TimeSpan.FromSeconds(StopTimeoutSec),
    };

    private static Server? ServerOf(DockerImage? image)
    {
        try
        {
            return image?.Labels.GetValueOrDefault(ImageLabels.Server) is { } type ? Mlem.Docker.Server.OfType(type) : null;
        }
        catch (MlemException)
        {
            // A server that has no defaults: nothing tells its port.
            return null;
        }
    }
}
