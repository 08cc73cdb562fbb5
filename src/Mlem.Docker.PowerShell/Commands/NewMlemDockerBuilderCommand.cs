using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// Declares a builder of images or of Docker folders, and writes it to a .mlem file: <c>New-MlemDockerBuilder</c>, as
/// <c>mlem declare builder</c> does.
/// </summary>
[Cmdlet(VerbsCommon.New, "MlemDockerBuilder", SupportsShouldProcess = true, DefaultParameterSetName = ImageSet)]
[OutputType(typeof(DockerImageBuilder), typeof(DockerDirBuilder))]
public sealed class NewMlemDockerBuilderCommand : BuildArgsCommand
{
    private const string ImageSet = "Image";
    private const string ImageLiteralSet = "ImageLiteralPath";
    private const string FolderSet = "Folder";
    private const string FolderLiteralSet = "FolderLiteralPath";

    /// <summary>The file to write; without it, the builder is only an object. The ending .mlem may be left out.</summary>
    [Parameter(Position = 0, ParameterSetName = ImageSet)]
    [Parameter(Position = 0, ParameterSetName = FolderSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The file to write, its name taken as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ImageLiteralSet)]
    [Parameter(Mandatory = true, ParameterSetName = FolderLiteralSet)]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>The image that is built, as <c>iris</c> or <c>team/iris:1.0</c> (MLEM: <c>image</c>).</summary>
    [Parameter(Mandatory = true, ParameterSetName = ImageSet)]
    [Parameter(Mandatory = true, ParameterSetName = ImageLiteralSet)]
    [Alias("image_name")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string? ImageName { get; set; }

    /// <summary>The Docker folder that is written (MLEM: <c>target</c>); kept as it is given.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FolderSet)]
    [Parameter(Mandatory = true, ParameterSetName = FolderLiteralSet)]
    [ValidateNotNullOrEmpty]
    public string? Target { get; set; }

    /// <summary>The registry that the image is pushed to: a host, docker_io, a hashtable, or an object.</summary>
    [Parameter(ParameterSetName = ImageSet)]
    [Parameter(ParameterSetName = ImageLiteralSet)]
    [RegistryTransformation]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public DockerRegistry? Registry { get; set; }

    /// <summary>The Engine's address (MLEM: <c>daemon</c>); without it, the one that the docker CLI would use.</summary>
    [Parameter(ParameterSetName = ImageSet)]
    [Parameter(ParameterSetName = ImageLiteralSet)]
    [Alias("Daemon")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DaemonHostCompleter))]
    public string? DaemonHost { get; set; }

    /// <summary>Refuses to build when the image exists (MLEM: <c>force_overwrite: false</c>).</summary>
    [Parameter(ParameterSetName = ImageSet)]
    [Parameter(ParameterSetName = ImageLiteralSet)]
    public SwitchParameter NoOverwrite { get; set; }

    /// <summary>Leaves the image on the Engine (MLEM: <c>push: false</c>).</summary>
    [Parameter(ParameterSetName = ImageSet)]
    [Parameter(ParameterSetName = ImageLiteralSet)]
    public SwitchParameter NoPush { get; set; }

    /// <summary>
    /// All build arguments at once: what New-MlemDockerBuildArgs gives, or a hashtable with MLEM's keys such as <c>@{
    /// python_version = '3.11.9' }</c>. What is given one by one goes over it.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [BuildArgsTransformation]
    public override DockerBuildArgsInput? BuildArgs { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        string? file = ResolveTarget(Path, LiteralPath);
        DockerBuilder builder = Declare();
        if (file is null)
            WriteObject(builder);
        else if (ShouldProcess(Plan(builder, file), Messages.FormatWriteBuilderTo(file), Messages.WriteDeclarationOfBuilder))
            WriteObject(await builder.SaveAsync(file, Force, cancellationToken).ConfigureAwait(false));
    }

    // MLEM keeps paths as they are given: they are relative to the folder in which the builder is run.
    private protected override string PathOf(string path) => path;

    private DockerBuilder Declare()
    {
        DockerBuildArgs args = Declarable(Arguments());
        return Target is not null
            ? DockerDirBuilder.Create(Target, Server?.Value, args)
            : DockerImageBuilder.Create(Image(), Server?.Value, args, DaemonHost, !NoOverwrite, !NoPush);
    }

    // A builder has a place for a tag, and none for a digest.
    private DockerImage Image()
    {
        ImageReference.ParseName(ImageName!);
        return DockerImage.FromReference(ImageName!, Registry);
    }

    private static string Plan(DockerBuilder builder, string file) => DeclarationPlan.Describe(builder, file, Messages.FormatWriteBuilderWith);
}
