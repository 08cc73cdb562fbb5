using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Pushes the Engine's images to a registry: <c>Publish-MlemDockerImage</c>.</summary>
[Cmdlet(VerbsData.Publish, "MlemDockerImage", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(DockerImage))]
public sealed class PublishMlemDockerImageCommand : ImageCommand
{
    /// <summary>The names of images as the Engine knows them: <c>iris</c>, <c>localhost:5000/team/iris:1.0</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [NameTransformation]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string[] Name { get; set; } = [];

    private protected override string[] Names => Name;

    // The name is the Engine's; -Registry says where it goes.
    private protected override DockerRegistry? NamedIn(DockerRegistry? registry) => null;

    private protected override async Task ProcessImageAsync(
        ImageOperations operations, DockerImage image, CancellationToken cancellationToken)
    {
        DockerRegistry? registry = Connection.EffectiveRegistry is DockerIORegistry or RemoteRegistry
            ? Connection.EffectiveRegistry
            : null;
        string where = (registry ?? image.Registry).GetHost() is { Length: > 0 } host ? Messages.FormatPushToHost(host) : "Push";
        if (!ShouldProcess(image.Uri, where))
            return;
        DockerImage pushed = await operations.PushAsync(image, registry, cancellationToken).ConfigureAwait(false);
        WriteInformation(Messages.FormatPushedPushedUriAsDigest(pushed.Uri, pushed.Digest));
        WriteObject(pushed);
    }
}
