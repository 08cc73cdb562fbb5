using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>A cmdlet that does something with images, given as objects or by name.</summary>
public abstract class ImageCommand : AsyncCmdlet
{
    private protected const string ImageSet = "Image";
    private protected const string NameSet = "Name";

    /// <summary>Images, as New-MlemDockerImage and Get-MlemDockerImage give them.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ImageSet, ValueFromPipeline = true)]
    [Alias("InputObject")]
    [PlainObjectTransformation(typeof(DockerImage))]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public DockerImage[] Image { get; set; } = [];

    /// <summary>The registry: a host, docker_io, a hashtable, or an object; without it, the Engine's own images are meant.</summary>
    [Parameter]
    [RegistryTransformation]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public DockerRegistry? Registry { get; set; }

    /// <summary>A Docker environment, or the path of one: the registry and the Engine where they are not given.</summary>
    [Parameter(ValueFromPipeline = true)]
    [DockerEnvTransformation(MayBeOther = true)]
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

    private protected ImageConnection Connection => new(Env, DaemonHost, Registry, Credential, Insecure);

    // A name that was piped is that of an image, even if there is an environment of that name as well.
    private DockerEnv? Env => Piped(nameof(DockerEnv)) && (Piped(nameof(Image)) || Piped("Name")) ? null : DockerEnv;

    // An image that was found on an Engine is meant there, unless it is said otherwise.
    private ImageConnection ConnectionFor(DockerImage image) =>
        DaemonHost is null && Env is null && image.DaemonHost is { Length: > 0 } own ? Connection with { DaemonHost = own } : Connection;

    /// <summary>The names given; empty where objects were.</summary>
    private protected abstract string[] Names { get; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        ImageOperations operations = Call(() => Connection.Create(Observer));
        await using (operations.ConfigureAwait(false))
        {
            foreach (object item in await ItemsAsync(operations, cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    DockerImage image = item is DockerImage given
                        ? MeantIn(given, NamedIn(Registry))
                        : DockerImage.FromReference((string)item, NamedIn(Connection.EffectiveRegistry));
                    if (ConnectionFor(image) is var elsewhere && elsewhere != Connection)
                        await ProcessElsewhereAsync(elsewhere, image, cancellationToken).ConfigureAwait(false);
                    else
                        await ProcessImageAsync(operations, image, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not (OperationCanceledException or PipelineStoppedException))
                {
                    // One image that fails does not stop the others.
                    WriteError(e, item);
                }
            }
        }
    }

    /// <summary>The images to work on, as objects or by name.</summary>
    private protected virtual Task<IReadOnlyList<object>> ItemsAsync(ImageOperations operations, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<object>>(ParameterSetName == ImageSet ? Image : Names);

    /// <summary>The registry in which a name is meant.</summary>
    private protected virtual DockerRegistry? NamedIn(DockerRegistry? registry) => registry;

    /// <summary>The work for one image.</summary>
    private protected abstract Task ProcessImageAsync(
        ImageOperations operations, DockerImage image, CancellationToken cancellationToken);

    // An image of the Engine's own is meant in the registry that is given beside it, as its name would be.
    private static DockerImage MeantIn(DockerImage image, DockerRegistry? registry) =>
        registry is null or { Type: "local" } || image.Registry is not { Type: "local" } ? image : DockerImage.FromReference(image.Uri, registry);

    private async Task ProcessElsewhereAsync(ImageConnection connection, DockerImage image, CancellationToken cancellationToken)
    {
        ImageOperations operations = Call(() => connection.Create(Observer));
        await using (operations.ConfigureAwait(false))
            await ProcessImageAsync(operations, image, cancellationToken).ConfigureAwait(false);
    }

    private protected static MlemException NotFound(DockerImage image) => new(
        "ImageNotFound",
        MlemErrorCategory.ObjectNotFound,
        image.Registry.GetHost() is { Length: > 0 } host
            ? Messages.FormatRegistryHasNoImage(host, image.Uri)
            : Messages.FormatDockerEngineHasNoImage(image.Uri),
        image.Uri,
        Messages.CheckNameTagAndRegistryGet);
}
