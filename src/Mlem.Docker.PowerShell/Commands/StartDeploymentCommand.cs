using System.Management.Automation;
using Mlem.Docker.Engine;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// A cmdlet that deploys: from a declaration, or without one from a model or an image. What comes of it, a container or
/// a service, tells the cmdlet that derives from it.
/// </summary>
public abstract class StartDeploymentCommand : DeployableCommand
{
    /// <summary>
    /// The model, or its path; beside a declaration, without it the one that was deployed before. Beside the path of a declaration
    /// that is not there yet, that one is made of the other parameters and written first.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ModelSet)]
    [Parameter(Position = 1, ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputSet)]
    [PlainObjectTransformation(typeof(MlemModel))]
    [ValidateNotNull]
    public override object? Model { get; set; }

    /// <summary>An image to run as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ImageSet)]
    [PlainObjectTransformation(typeof(DockerImage))]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    [ValidateNotNull]
    public override DockerImage? Image { get; set; }

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

    /// <summary>The title of the question whether to do it.</summary>
    private protected abstract string Caption { get; }

    /// <summary>Deploys it, and tells how it is then.</summary>
    private protected abstract Task<object> StartAsync(
        DockerContainer deployment, MlemModel? model, DeploymentOptions options, CancellationToken cancellationToken);

    /// <inheritdoc/>
    private protected override bool Declares => true;

    /// <inheritdoc/>
    private protected sealed override async Task ProcessDeployableAsync(
        DockerContainer deployment, MlemModel? model, DockerImage? image, CancellationToken cancellationToken)
    {
        DockerBuildArgs args = deployment.Args;
        var options = new DeploymentOptions
        {
            ReadyTimeout = TimeSpan.FromSeconds(TimeoutSec),
            Image = image,
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
        WriteObject(await StartAsync(deployment, image is null ? model : null, options, cancellationToken).ConfigureAwait(false));
    }

    private bool Confirms(DeploymentPlan plan)
    {
        // A build tells of them by itself.
        if (OnlyTells && plan.Context is { } context)
            Tell(context);
        return ShouldProcess(ContextPlan.OfStart(plan), plan.Sentence + "?", Caption);
    }
}
