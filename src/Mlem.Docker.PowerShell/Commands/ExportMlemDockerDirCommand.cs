using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Writes a model's Docker folder: <c>Export-MlemDockerDir</c>.</summary>
[Cmdlet(VerbsData.Export, "MlemDockerDir", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(DockerDir))]
public sealed class ExportMlemDockerDirCommand : ModelCommand
{
    /// <summary>The folder to write; it may be missing or empty. Its name is taken as it is, brackets too.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Destination")]
    [ValidateNotNullOrEmpty]
    public string Target { get; set; } = string.Empty;

    /// <summary>Replaces a folder that has content, as a whole.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Links artifacts instead of copying them where the file system can: no time and no room, but whoever writes to the
    /// file writes to the model's too. One that others may not read is copied all the same.
    /// </summary>
    [Parameter]
    public SwitchParameter HardLink { get; set; }

    /// <inheritdoc/>
    private protected override bool ForImage => false;

    /// <inheritdoc/>
    private protected override async Task ProcessModelAsync(MlemModel model, CancellationToken cancellationToken)
    {
        DockerContext context = await DockerContext.CreateAsync(Request(model), cancellationToken).ConfigureAwait(false);
        Tell(context);
        // A folder can still be changed by hand before it is built.
        if (context.Unservable is { } obstacle)
            WriteWarning(Messages.FormatSentenceAndRemedy(obstacle.Message, obstacle.Recommendation));
        string target = ResolveTarget(Target, null)!;
        if (!ShouldProcess(ContextPlan.OfFolder(context, model, target), Messages.FormatWriteDockerFolderOfModel(target, model.Name), Messages.WriteDockerFolder))
            return;
        DockerDir written = await context.WriteFolderAsync(target, Force, HardLink, Observer, cancellationToken).ConfigureAwait(false);
        WriteInformation(Messages.FormatWroteFilesTo(written.Files.Count, ByteSize.Format(written.TotalSize), written.Path));
        WriteObject(written);
    }
}
