using System.Management.Automation;
using System.Runtime.CompilerServices;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>A cmdlet that does something with services, given by name, by the path of the declaration, or as objects.</summary>
public abstract class ServiceCommand : AsyncCmdlet
{
    private protected const string NameSet = "Name";
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string InputSet = "InputObject";

    /// <summary>
    /// Names of services of ours; wildcards are allowed. What has a slash in it, or ends in .mlem, is the path of a
    /// declaration.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
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

    /// <summary>Services as the other service cmdlets give them, or declarations.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    [ServiceTransformation]
    [ValidateNotNull]
    public DockerServiceTarget[] InputObject { get; set; } = [];

    /// <summary>The Engine on which names are looked up: a manager of the swarm; without it, the one that the docker CLI would use.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DaemonHostCompleter))]
    public string? DaemonHost { get; set; }

    /// <inheritdoc/>
    protected sealed override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        DockerServiceDeployments services = Call(() => DeploymentServices.CreateForServices(Observer));
        await foreach (DockerServiceTarget target in FindAsync(services, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await ProcessServiceAsync(services, target, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not (OperationCanceledException or PipelineStoppedException))
            {
                // One that fails does not stop the others.
                WriteError(e, target.ToString());
            }
        }
    }

    /// <summary>The work for one service.</summary>
    private protected abstract Task ProcessServiceAsync(
        DockerServiceDeployments services, DockerServiceTarget target, CancellationToken cancellationToken);

    private async IAsyncEnumerable<DockerServiceTarget> FindAsync(
        DockerServiceDeployments services, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (DockerServiceTarget given in InputObject)
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
        IReadOnlyList<DockerServiceStatus> all = await services.ListAsync(DaemonHost, cancellationToken).ConfigureAwait(false);
        foreach (DockerServiceStatus one in names.Length == 0 ? all : names.SelectMany(n => Match(n, all)).Distinct())
            yield return DockerServiceTarget.Named(one.Name!, DaemonHost);
    }

    private IEnumerable<DockerServiceStatus> Match(string name, IReadOnlyList<DockerServiceStatus> all)
    {
        var pattern = WildcardPattern.Get(name, WildcardOptions.CultureInvariant);
        DockerServiceStatus[] found = [.. all.Where(s => pattern.IsMatch(s.Name))];
        if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            WriteError(NotFound(name), name);
        return found;
    }

    private DockerServiceTarget? Load(string file)
    {
        try
        {
            return DockerServiceTarget.Of(DockerContainer.Load(file));
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
        "ServiceNotFound",
        MlemErrorCategory.ObjectNotFound,
        $"The swarm has no service '{name}' of this module.",
        name,
        "Get-MlemDockerService lists all there are; give -Path for a declaration, ./ before its name will do.");
}
