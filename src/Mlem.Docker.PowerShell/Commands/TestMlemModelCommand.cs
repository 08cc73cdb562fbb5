using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Paths;
using Mlem.Docker.PowerShell.Pipeline;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// Tells from models' own files what they are, need and do, a row for each check: <c>Test-MlemModel</c>. Nothing of a model is
/// executed. A check that fails is a row and no error.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "MlemModel", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ModelCheck), typeof(bool))]
public sealed class TestMlemModelCommand : AsyncCmdlet
{
    private const string ModelSet = "Model";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private bool _well = true;

    /// <summary>Models, as Get-MlemModel gives them.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ModelSet, ValueFromPipeline = true)]
    [Alias("InputObject")]
    [PlainObjectTransformation(typeof(MlemModel))]
    [ValidateNotNull]
    public MlemModel[] Model { get; set; } = [];

    /// <summary>
    /// Paths of models, of folders with models, or of pickles and arrays that belong to no model; wildcards are allowed, and the
    /// ending .mlem may be left out.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [PathTransformation]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The same, taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The server that is to serve the model; without it, the one that the project's configuration names, else fastapi.</summary>
    [Parameter]
    [ServerTransformation]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public ServerInput? Server { get; set; }

    /// <summary>The Python version of the image: <c>3.11.9</c>, or <c>3.11</c>. Without it, the one that fits the model.</summary>
    [Parameter]
    [ValidatePattern(ContextCommand.PythonVersionPattern)]
    public string? PythonVersion { get; set; }

    /// <summary>The base image of the image. Without it, <c>python:VERSION-slim</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string? BaseImage { get; set; }

    /// <summary>The platform of the image: <c>linux/amd64</c>. Without it, the Engine's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    public string? Platform { get; set; }

    /// <summary>Looks at the folders in a folder as well.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Does not hold the artifacts against the hashes that MLEM recorded, for which they are read whole.</summary>
    [Parameter]
    public SwitchParameter NoHash { get; set; }

    /// <summary>Emits only whether no check failed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var options = new ModelDoctorOptions
        {
            Server = Server?.Value,
            PythonVersion = PythonVersion,
            BaseImage = BaseImage,
            Platform = Platform,
            Hash = !NoHash,
            WorkingFolder = Call(() => SessionState.Path.CurrentFileSystemLocation.ProviderPath),
        };
        if (ParameterSetName == ModelSet)
        {
            foreach (MlemModel model in Model)
                await EmitAsync(ModelDoctor.ExamineAsync(model, options, cancellationToken)).ConfigureAwait(false);
            return;
        }

        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string file in Files(literal ? LiteralPath : Path, literal, cancellationToken))
            await EmitAsync(ModelDoctor.ExamineAsync(file, options, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override Task EndAsync(CancellationToken cancellationToken)
    {
        if (Quiet)
            WriteObject(_well);
        return Task.CompletedTask;
    }

    private async Task EmitAsync(IAsyncEnumerable<ModelCheck> rows)
    {
        await foreach (ModelCheck row in rows.ConfigureAwait(false))
        {
            _well &= row.State != DockerCheckState.Failed;
            if (!Quiet)
                WriteObject(row);
        }
    }

    private IEnumerable<string> Files(IEnumerable<string> paths, bool literal, CancellationToken cancellationToken)
    {
        foreach (string path in paths)
        {
            IReadOnlyList<string> found = [];
            try
            {
                found = Call(() => literal || !WildcardPattern.ContainsWildcardCharacters(path)
                    ? [new PathResolver(SessionState.Path).ResolveLiteral(path)] : new PathResolver(SessionState.Path).ResolveWildcards(path));
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                _well = false;
                WriteError(error, path);
            }

            foreach (string file in found.SelectMany(f => InspectedFiles.Below(f, Recurse, cancellationToken)).Distinct())
                yield return file;
        }
    }
}
