using System.Management.Automation;
using System.Runtime.CompilerServices;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// A cmdlet that does something with deployments, given by name, by the path of the declaration, or as objects. What
/// they are, containers or services, tells the cmdlet that derives from it.
/// </summary>
/// <typeparam name="TOperations">What does the work.</typeparam>
/// <typeparam name="TTarget">What one deployment is given as.</typeparam>
public abstract class DeploymentCommand<TOperations, TTarget> : AsyncCmdlet
    where TTarget : class
{
    private protected const string NameSet = "Name";
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string InputSet = "InputObject";

    /// <summary>Names of deployments, or what is the path of a declaration.</summary>
    public abstract string[] Name { get; set; }

    /// <summary>Paths of declarations; wildcards are allowed, and the ending .mlem may be left out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [PathTransformation]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Paths of declarations, taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Deployments as other cmdlets give them.</summary>
    public abstract TTarget[] InputObject { get; set; }

    /// <inheritdoc/>
    protected sealed override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        TOperations operations = Call(Open);
        await foreach (TTarget target in FindAsync(operations, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await ProcessDeploymentAsync(operations, target, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not (OperationCanceledException or PipelineStoppedException))
            {
                // One that fails does not stop the others.
                WriteError(e, Describe(target));
            }
        }
    }

    /// <summary>What does the work; called on the pipeline thread.</summary>
    private protected abstract TOperations Open();

    /// <summary>All deployments that can be found by name.</summary>
    private protected abstract Task<IReadOnlyList<TTarget>> ListAsync(TOperations operations, CancellationToken cancellationToken);

    /// <summary>The deployment of a declaration.</summary>
    private protected abstract TTarget TargetFor(DockerContainer declared);

    /// <summary>The deployment on the Engine that the cmdlet was given, where the deployment names none itself.</summary>
    private protected abstract TTarget At(TTarget given);

    /// <summary>The name by which a listed deployment is found.</summary>
    private protected abstract string? NameOf(TTarget target);

    /// <summary>What errors call a deployment.</summary>
    private protected abstract string? Describe(TTarget target);

    /// <summary>The error of a name that no deployment has.</summary>
    private protected abstract MlemException NotFound(string name);

    /// <summary>The work for one deployment.</summary>
    private protected abstract Task ProcessDeploymentAsync(TOperations operations, TTarget deployment, CancellationToken cancellationToken);

    private async IAsyncEnumerable<TTarget> FindAsync(TOperations operations, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (TTarget given in InputObject)
        {
            if (Placed(given) is { } target)
                yield return target;
        }

        IEnumerable<string> paths = Name.Where(IsPath).Concat(Path);
        foreach (string file in ResolveModelPaths(paths, literal: false).Concat(ResolveModelPaths(LiteralPath, literal: true)))
        {
            if (Load(file) is { } declared && Placed(declared) is { } target)
                yield return target;
        }

        string[] names = [.. Name.Where(n => !IsPath(n))];
        if (names.Length == 0 && (Name.Length > 0 || Path.Length > 0 || LiteralPath.Length > 0 || InputObject.Length > 0))
            yield break;
        IReadOnlyList<TTarget> all = await ListAsync(operations, cancellationToken).ConfigureAwait(false);
        foreach (TTarget one in names.Length == 0 ? all : names.SelectMany(n => Match(n, all)).Distinct())
            yield return one;
    }

    private TTarget[] Match(string name, IReadOnlyList<TTarget> all)
    {
        var pattern = WildcardPattern.Get(name, WildcardOptions.CultureInvariant);
        TTarget[] found = [.. all.Where(target => NameOf(target) is { } known && pattern.IsMatch(known))];
        if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            WriteError(NotFound(name), name);
        return found;
    }

    private TTarget? Placed(TTarget given)
    {
        try
        {
            return At(given);
        }
        catch (MlemException e)
        {
            WriteError(e, Describe(given));
            return null;
        }
    }

    private TTarget? Load(string file)
    {
        try
        {
            return TargetFor(DockerContainer.Load(file));
        }
        catch (MlemException e)
        {
            WriteError(e, file);
            return null;
        }
    }

    private static bool IsPath(string name) =>
        name.Contains('/') || name.Contains('\\') || name.EndsWith(".mlem", StringComparison.Ordinal);
}
