using System.Management.Automation;
using Mlem.Docker.Deployment;
using Mlem.Docker.Exporting;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// Writes declarations, models or images as one Compose file: <c>Export-MlemComposeFile</c>. Of a model, its Docker folder is
/// written beside the file, and Compose builds it.
/// </summary>
[Cmdlet(VerbsData.Export, "MlemComposeFile", SupportsShouldProcess = true, DefaultParameterSetName = ModelSet)]
[OutputType(typeof(ComposeFile))]
public sealed class ExportMlemComposeFileCommand : ExportDeploymentCommand
{
    private readonly List<(ExportInput Input, DockerContext? Context)> _services = [];

    /// <summary>The project's name, which networks and containers begin with; without it, that of the file's folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectName { get; set; }

    /// <summary>
    /// Secrets that the containers see as files in /run/secrets: a hashtable of targets with the file of each, or with env:NAME for
    /// a variable of the environment that Compose runs in. Their values are in no file that is written here.
    /// </summary>
    [Parameter]
    [SecretTransformation]
    [AllowEmptyCollection]
    public ServiceSecret[] Secret { get; set; } = [];

    /// <inheritdoc/>
    public override string? DaemonHost { get; set; }

    /// <inheritdoc/>
    private protected override async Task CollectAsync(
        DockerContainer deployment, MlemModel? model, DockerImage? image, CancellationToken cancellationToken)
    {
        ExportInput input = Input(deployment, model, image) with { Secrets = Secret };
        DockerContext? context = null;
        if (image is null)
        {
            // What a declaration builds is called as Start-MlemDockerContainer would call it.
            image = ImageStep.TargetOf(deployment, deployment.ResolveEnv(), input.Name);
            input = input with { Image = image };
            if (model is not null)
            {
                if (File is null)
                    throw NoTarget(input.Name);
                context = await ContextAsync(deployment, model, cancellationToken).ConfigureAwait(false);
                input = input with { BuildFolder = "./" + input.Name, Server = context.Server };
            }
        }

        _services.Add((input, context));
    }

    /// <inheritdoc/>
    private protected override async Task WriteAsync(string? file, CancellationToken cancellationToken)
    {
        if (_services.Count == 0)
            return;
        ComposeFile compose = ComposeExporter.Export([.. _services.Select(s => s.Input)], ProjectName);
        if (file is not null)
        {
            string names = string.Join(", ", compose.Services);
            if (!ShouldProcess(
                Messages.FormatWriteComposeFileOfWith(file, names, compose.Text), Messages.FormatWriteComposeFileOf(file, names), Messages.WriteComposeFile))
            {
                return;
            }

            foreach ((ExportInput input, DockerContext? context) in _services)
            {
                if (context is not null)
                {
                    string folder = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, input.Name);
                    await context.WriteFolderAsync(folder, Force, false, Observer, cancellationToken).ConfigureAwait(false);
                }
            }

            await ExportFile.WriteAsync(file, compose.Text, Force, cancellationToken).ConfigureAwait(false);
        }

        WriteObject(compose with { Path = file });
    }

    private async Task<DockerContext> ContextAsync(DockerContainer deployment, MlemModel model, CancellationToken cancellationToken)
    {
        DockerBuildArgs args = deployment.Args;
        DockerContext context = await DockerContext.CreateAsync(
            Request(model, deployment.Server, args) with
            {
                Args = args,
                DeclaredIn = deployment.Home,
                UsesGpu = Gpu is not null || deployment.Params.ContainsKey("device_requests"),
            },
            cancellationToken).ConfigureAwait(false);
        context.EnsureServable();
        Tell(context);
        return context;
    }

    private static MlemException NoTarget(string name) => new(
        "ExportTargetMissing",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatExportTargetMissing(name),
        "Target",
        Messages.ExportTargetMissingRemedy);
}
