using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Removes images from their registry, or from the Engine: <c>Remove-MlemDockerImage</c>.</summary>
[Cmdlet(VerbsCommon.Remove, "MlemDockerImage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(DockerImage))]
public sealed class RemoveMlemDockerImageCommand : ImageCommand
{
    private const string UnusedWeightsSet = "UnusedWeights";

    /// <summary>The names of images: <c>iris</c>, <c>team/iris:1.0</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [NameTransformation]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The images of weights (-SeparateWeights) on the Engine from which no image that has a name was made.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UnusedWeightsSet)]
    public SwitchParameter UnusedWeights { get; set; }

    /// <summary>Does not ask, and removes an image of the Engine although a stopped container uses it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the images that were removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string[] Names => Name;

    private protected override async Task<IReadOnlyList<object>> ItemsAsync(
        ImageOperations operations, CancellationToken cancellationToken) =>
        ParameterSetName == UnusedWeightsSet
            ? await operations.ListUnusedWeightsAsync(cancellationToken).ConfigureAwait(false)
            : await base.ItemsAsync(operations, cancellationToken).ConfigureAwait(false);

    private protected override async Task ProcessImageAsync(
        ImageOperations operations, DockerImage image, CancellationToken cancellationToken)
    {
        string where = image.Registry.GetHost() is { Length: > 0 } host ? Messages.FormatTheRegistryHost(host) : "the Docker Engine";
        if (!Confirmed(image, Messages.FormatRemoveImageFrom(where)))
            return;
        if (!await operations.RemoveAsync(image, Force, cancellationToken).ConfigureAwait(false))
            throw NotFound(image);
        if (PassThru)
            WriteObject(image);
    }

    // -Force answers the question in advance, but an explicit -Confirm still counts, and so does -WhatIf, the caller's as well.
    private bool Confirmed(DockerImage image, string action)
    {
        bool asked = MyInvocation.BoundParameters.TryGetValue("Confirm", out object? confirm) && LanguagePrimitives.IsTrue(confirm);
        return (Force && !asked && !OnlyTells) || ShouldProcess(image.Uri, action);
    }
}
