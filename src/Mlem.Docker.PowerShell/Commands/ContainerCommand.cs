using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>A cmdlet that does something with deployments, given by name, by the path of the declaration, or as objects.</summary>
public abstract class ContainerCommand : AsyncCmdlet
{
    private protected const string NameSet = "Name";
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string InputSet = "InputObject";

    /// <summary>
    /// Names of containers of ours; wildcards are allowed. What has a slash in it, or ends in .mlem, is the path of a
    /// declaration.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [Alias("ContainerName", "container_name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Paths of declarations; wildcards are allowed, and the ending .mlem may be left out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Paths of declarations, taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Deployments, as the other container cmdlets give them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    [DeploymentTransformation]
    [ValidateNotNull]
    public DockerContainer[] InputObject { get; set; } = [];

    /// <summary>The Engine on which names are looked up; without it, the one that the docker CLI would use.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DaemonHostCompleter))]
    public string? DaemonHost { get; set; }

    /// <inheritdoc/>
    protected sealed override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        DeploymentService service = Call(() => DeploymentServices.Create(Observer));
        await foreach (DockerContainer deployment in FindAsync(service, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await ProcessDeploymentAsync(service, deployment, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not (OperationCanceledException or PipelineStoppedException))
            {
                // One that fails does not stop the others.
                WriteError(e, deployment.Path ?? deployment.ContainerName);
            }
        }
    }

    /// <summary>The work for one deployment.</summary>
    private protected abstract Task ProcessDeploymentAsync(
        DeploymentService service, DockerContainer deployment, CancellationToken cancellationToken);

    private async IAsyncEnumerable<DockerContainer> FindAsync(
        DeploymentService service, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (DockerContainer given in InputObject)
            yield return given;
        IEnumerable<string> paths = Name.Where(IsPath).Concat(Path);
        foreach (string file in ResolveModelPaths(paths, literal: false).Concat(ResolveModelPaths(LiteralPath, literal: true)))
        {
            if (Load(file) is { } declared)
                yield return declared;
        }

        string[] names = [.. Name.Where(n => !IsPath(n))];
        if (names.Length == 0 && (Name.Length > 0 || Path.Length > 0 || LiteralPath.Length > 0 || InputObject.Length > 0))
            yield break;
        IReadOnlyList<DockerContainer> all = await service.ListAsync(DaemonHost, null, cancellationToken).ConfigureAwait(false);
        foreach (DockerContainer one in names.Length == 0 ? all : names.SelectMany(n => Match(n, all)).Distinct())
            yield return one;
    }

    private IEnumerable<DockerContainer> Match(string name, IReadOnlyList<DockerContainer> all)
    {
        var pattern = WildcardPattern.Get(name, WildcardOptions.CultureInvariant);
        DockerContainer[] found = [.. all.Where(d => d.ContainerName is { } container && pattern.IsMatch(container))];
        if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            WriteError(NotFound(name), name);
        return found;
    }

    private DockerContainer? Load(string file)
    {
        try
        {
            return DockerContainer.Load(file);
        }
        catch (MlemException e)
        {
            WriteError(e, file);
            return null;
        }
    }

    private static bool IsPath(string name) =>
        name.Contains('/') || name.Contains('\\') || name.EndsWith(".mlem", StringComparison.Ordinal);

    private static MlemException NotFound(string name) => new(
        "ContainerNotFound",
        MlemErrorCategory.ObjectNotFound,
        $"The Docker Engine has no container '{name}' of this module.",
        name,
        "Get-MlemDockerContainer lists all there are; give -Path for a declaration, ./ before its name will do.");
}
