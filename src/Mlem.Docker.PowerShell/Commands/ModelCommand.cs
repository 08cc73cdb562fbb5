using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>A cmdlet that makes something of models, given as objects or as paths, by pipeline or by parameter.</summary>
public abstract class ModelCommand : ContextCommand
{
    private protected const string ModelSet = "Model";
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";

    /// <summary>Models, as Get-MlemModel gives them.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ModelSet, ValueFromPipeline = true)]
    [Alias("InputObject")]
    [PlainObjectTransformation(typeof(MlemModel))]
    [ValidateNotNull]
    public MlemModel[] Model { get; set; } = [];

    /// <summary>Paths of models; wildcards are allowed, and the ending .mlem may be left out.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [PathTransformation]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Paths of models, taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// The server (MLEM: <c>server</c>): a type name such as <c>fastapi</c>, a hashtable with MLEM's keys such as
    /// <c>@{ type = 'fastapi'; port = 8081 }</c>, the path of a server's YAML file, or a Server. Without it, the one
    /// that the project's configuration names, else fastapi.
    /// </summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [ServerTransformation]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public override ServerInput? Server { get; set; }

    /// <summary>
    /// All build arguments at once: what New-MlemDockerBuildArgs gives, or a hashtable with MLEM's keys such as <c>@{
    /// python_version = '3.11.9' }</c>. What is given one by one goes over it.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [BuildArgsTransformation]
    public override DockerBuildArgsInput? BuildArgs { get; set; }

    /// <summary>The parameters that a row with a path may have as well, each by its property.</summary>
    private protected virtual IEnumerable<string> RowParameters => [nameof(Server)];

    /// <inheritdoc/>
    protected sealed override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        // What has such a property and no path is something else, of which only that would be taken.
        if ((ParameterSetName is PathSet or LiteralPathSet) && !Piped(ParameterSetName) && RowParameters.FirstOrDefault(Piped) is { } lone)
            throw NoPath(lone);
        foreach (object item in Items())
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await ProcessItemAsync(item, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not (OperationCanceledException or PipelineStoppedException))
            {
                // One model that fails does not stop the others.
                WriteError(e, item);
            }
        }
    }

    /// <summary>The work for one model.</summary>
    private protected abstract Task ProcessModelAsync(MlemModel model, CancellationToken cancellationToken);

    /// <summary>The work for what was given: a model, its path, or what else the cmdlet takes.</summary>
    private protected virtual Task ProcessItemAsync(object item, CancellationToken cancellationToken) =>
        ProcessModelAsync(item as MlemModel ?? MlemModel.Load((string)item), cancellationToken);

    /// <summary>What was given, one by one.</summary>
    private protected virtual IEnumerable<object> Items() => ParameterSetName switch
    {
        ModelSet => Model,
        LiteralPathSet => ResolveModelPaths(LiteralPath, literal: true),
        _ => ResolveModelPaths(Path, literal: false),
    };

    private static MlemException NoPath(string parameter) => new(
        "InputWithoutPath",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatInputWithoutPath(parameter),
        parameter,
        Messages.FormatInputWithoutPathRemedy(parameter));
}
