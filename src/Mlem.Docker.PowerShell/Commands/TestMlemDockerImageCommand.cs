using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Tells whether images exist in their registry, or on the Engine: <c>Test-MlemDockerImage</c>.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MlemDockerImage", DefaultParameterSetName = NameSet)]
[OutputType(typeof(bool))]
public sealed class TestMlemDockerImageCommand : ImageCommand
{
    /// <summary>The names of images: <c>iris</c>, <c>team/iris:1.0</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [NameTransformation]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string[] Name { get; set; } = [];

    private protected override string[] Names => Name;

    private protected override async Task ProcessImageAsync(
        ImageOperations operations, DockerImage image, CancellationToken cancellationToken) =>
        WriteObject(await operations.FindAsync(image, cancellationToken).ConfigureAwait(false) is not null);
}
