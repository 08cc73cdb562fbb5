using System.Management.Automation;
using Mlem.Docker.Deployment;
using Mlem.Docker.Exporting;
using Mlem.Docker.Exporting.Compose;
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
    private protected override Task<bool> ProcessOtherAsync(object what, MlemModel? model, CancellationToken cancellationToken) =>
        what is not KubernetesDeployment declared ? Task.FromResult(false) : throw new MlemException(
            "InputNotSupported",
            MlemErrorCategory.InvalidArgument,
            Messages.FormatKubernetesDeploymentIsNoService(declared.Path ?? declared.ImageName),
            declared,
            Messages.UseKubernetesExportOrDeclareContainer);

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
                input = input with { BuildFolder = "./" + input.Name, Server = context.Server, BuildArguments = [.. context.BuildArguments.Keys], ImageHasHealthcheck = HasHealthcheck(context) };
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
            ComposeFolder[] folders = [.. _services.Where(s => s.Context is not null).Select(s => new ComposeFolder(file, s.Input.Name, s.Context!))];
            ExportFile.Check(file, Force);
            foreach (ComposeFolder folder in folders)
                folder.Check(Force);
            if (!Confirmed(file, compose, folders))
                return;
            await WriteAsync(file, compose.Text, folders, cancellationToken).ConfigureAwait(false);
        }

        WriteObject(compose with { Path = file });
    }

    // Where one cannot be written, those that were made for it go again.
    private async Task WriteAsync(string file, string text, ComposeFolder[] folders, CancellationToken cancellationToken)
    {
        List<ComposeFolder> made = [];
        try
        {
            foreach (ComposeFolder folder in folders)
            {
                bool isNew = folder.IsNew;
                await folder.WriteAsync(Force, Observer, cancellationToken).ConfigureAwait(false);
                if (isNew)
                    made.Add(folder);
            }

            await ExportFile.WriteAsync(file, text, Force, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            made.ForEach(folder => folder.Remove());
            throw;
        }
    }

    private bool Confirmed(string file, ComposeFile compose, ComposeFolder[] folders)
    {
        string names = string.Join(", ", compose.Services);
        string told = string.Join(", ", folders.Select(f => f.Told));
        string with = folders.Length == 0 ? names : $"{names}, {Messages.FormatWithDockerFolders(told)}";
        return ShouldProcess(
            Messages.FormatWriteComposeFileOfWith(file, with, compose.Preview),
            folders.Length == 0 ? Messages.FormatWriteComposeFileOf(file, names) : Messages.FormatWriteComposeFileAndFoldersOf(file, names, told),
            Messages.WriteComposeFile);
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
        if (args.BuildArg.Where(a => a.Contains('=')).Select(a => a.Split('=')[0]).ToArray() is { Length: > 0 } named)
            WriteWarning(Messages.FormatBuildArgsHaveNoValueInFile(string.Join(", ", named), deployment.ContainerName ?? model.Name));
        return context;
    }

    private static bool HasHealthcheck(DockerContext context) =>
        context.ReadText("Dockerfile")?.Split('\n').Any(line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal)) == true;

    private static MlemException NoTarget(string name) => new(
        "ExportTargetMissing",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatExportTargetMissing(name),
        "Target",
        Messages.ExportTargetMissingRemedy);
}
