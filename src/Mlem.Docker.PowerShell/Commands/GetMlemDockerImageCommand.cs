using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Looks images up, on the Engine or in a registry: <c>Get-MlemDockerImage</c>.</summary>
[Cmdlet(VerbsCommon.Get, "MlemDockerImage", DefaultParameterSetName = NameSet)]
[OutputType(typeof(DockerImage))]
public sealed class GetMlemDockerImageCommand : ImageCommand
{
    /// <summary>The names of images; wildcards match the Engine's. Without names, all images of the Engine that have one.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [SupportsWildcards]
    [NameTransformation]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected override string[] Names =>
        [.. Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)).Select(WildcardPattern.Unescape)];

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        string[] patterns = ParameterSetName == NameSet ? [.. Name.Where(WildcardPattern.ContainsWildcardCharacters)] : [];
        if (patterns.Length > 0)
            await ListAsync(patterns, cancellationToken).ConfigureAwait(false);
        await base.ProcessAsync(cancellationToken).ConfigureAwait(false);
    }

    private protected override async Task ProcessImageAsync(
        ImageOperations operations, DockerImage image, CancellationToken cancellationToken) =>
        WriteObject(await operations.FindAsync(image, cancellationToken).ConfigureAwait(false) ?? throw NotFound(image));

    private async Task ListAsync(string[] patterns, CancellationToken cancellationToken)
    {
        if (Registry is DockerIORegistry or RemoteRegistry)
            throw NoWildcards(patterns[0]);
        WildcardPattern[] wildcards = [.. patterns.Select(pattern => new WildcardPattern(pattern, WildcardOptions.IgnoreCase))];
        ImageOperations operations = Call(() => Connection.Create(Observer));
        await using (operations.ConfigureAwait(false))
        {
            foreach (DockerImage image in await operations.ListAsync(null, cancellationToken).ConfigureAwait(false))
            {
                string name = image.Repository is null ? image.Name : $"{image.Repository}/{image.Name}";
                if (wildcards.Any(wildcard => wildcard.IsMatch(image.Uri) || wildcard.IsMatch(name)))
                    WriteObject(image);
            }
        }
    }

    private static MlemException NoWildcards(string pattern) => new(
        "WildcardNotSupported",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatWildcardNotSupported(pattern),
        pattern,
        Messages.WildcardNotSupportedRemedy);
}
