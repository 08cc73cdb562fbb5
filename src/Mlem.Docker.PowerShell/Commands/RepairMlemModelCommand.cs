using System.Collections;
using System.Management.Automation;
using Mlem.Docker.Building;
using Mlem.Docker.Engine;
using Mlem.Docker.Metadata;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Conversion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Paths;
using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// Gives a model the types that it was saved without: <c>Repair-MlemModel</c>. MLEM loads it in a container of its own image,
/// without a network, and is sent a sample.
/// </summary>
[Cmdlet(VerbsDiagnostic.Repair, "MlemModel", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(MlemModel))]
public sealed class RepairMlemModelCommand : ContextCommand
{
    private const string ModelSet = "Model";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<object?> _rows = [];

    /// <summary>The model, as Get-MlemModel gives it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ModelSet)]
    [PlainObjectTransformation(typeof(MlemModel))]
    [ValidateNotNull]
    public MlemModel? Model { get; set; }

    /// <summary>The path of one model; wildcards are allowed, and the ending .mlem may be left out.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The path of the model, taken as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>
    /// A sample of what the model takes: the path of a CSV or JSON file, JSON itself, objects or hashtables, rows of
    /// Import-Csv, or arrays of numbers.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? SampleInput { get; set; }

    /// <summary>The file of the repaired model; the ending .mlem may be left out. Its artifacts are copied beside it.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string OutputPath { get; set; } = string.Empty;

    /// <summary>
    /// What the sample becomes: named values a DataFrame, rows of numbers an Array of NumPy; List leaves it as it is. Auto
    /// decides by the sample.
    /// </summary>
    [Parameter]
    public SampleType SampleType { get; set; }

    /// <summary>Replaces files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The Engine's address; without it, the one that the docker CLI would use.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DaemonHostCompleter))]
    public string? DaemonHost { get; set; }

    /// <summary>Which builder of the Engine does the work. Auto takes the one that the Engine prefers.</summary>
    [Parameter]
    public ImageBuilderKind Builder { get; set; }

    /// <summary>Takes nothing from the Engine's build cache, so that every instruction runs.</summary>
    [Parameter]
    public SwitchParameter NoCache { get; set; }

    /// <summary>Looks for a newer base image even where the Engine has one.</summary>
    [Parameter]
    public SwitchParameter Pull { get; set; }

    /// <summary>How long the model may take to be loaded and called, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public double TimeoutSec { get; set; } = 120;

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        _rows.Add(SampleInput);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        ModelSample sample = Call(Sample);
        MlemModel model = Model ?? MlemModel.Load(LiteralPath is not null ? ResolvePath(LiteralPath) : Single(Path!));
        string target = ResolveTarget(null, OutputPath)!;
        if (!ShouldProcess(
            Messages.FormatRepairModelInto(model.Name, target), Messages.FormatRepairModelInto(model.Name, target), Messages.RepairAModel))
            return;
        var connection = new ImageConnection(null, DaemonHost, null, null, false);
        ImageOperations operations = Call(() => connection.Create(Observer));
        await using (operations.ConfigureAwait(false))
        {
            var options = new ModelRepairOptions
            {
                Builder = Builder,
                NoCache = NoCache,
                Pull = Pull,
                Overwrite = Force,
                Timeout = TimeSpan.FromSeconds(TimeoutSec),
            };
            WriteObject(await new ModelRepair(operations, Observer)
                .RunAsync(Request(model), sample, target, options, cancellationToken).ConfigureAwait(false));
        }
    }

    // Several models have no place in one file.
    private string Single(string path)
    {
        IReadOnlyList<string> found = Call(() => new PathResolver(SessionState.Path).ResolveWildcards(path));
        string[] models = [.. found.Select(MlemPath.FindFile).OfType<string>().Distinct()];
        return models.Length switch
        {
            1 => models[0],
            0 => found.Count > 0 ? found[0] : path,
            _ => throw new MlemException(
                "RepairNeedsOneModel", MlemErrorCategory.InvalidArgument, Messages.FormatRepairNeedsOneModel(path, models.Length), path, Messages.RepairNeedsOneModelRemedy),
        };
    }

    private ModelSample Sample()
    {
        object? given = _rows.Count == 1 ? _rows[0] : _rows.ToArray();
        object? plain = given is PSObject wrapped ? wrapped.BaseObject : given;
        switch (plain)
        {
            case FileInfo file:
                return SampleReader.FromFile(file.FullName, SampleType);
            case string text when text.TrimStart().StartsWith('[') || text.TrimStart().StartsWith('{'):
                return SampleReader.FromJson(text, SampleType);
            case string text when ResolvePath(text) is var path:
                return File.Exists(path) ? SampleReader.FromFile(path, SampleType) : throw new MlemException(
                    "SampleNotFound", MlemErrorCategory.ObjectNotFound, Messages.FormatSampleNotFound(path), text, Messages.SampleNotFoundRemedy);
            default:
                bool isCsv = _rows.Count > 0 && Rows(given).All(IsOfCsv);
                object? value = PlainInput.From(given);
                return SampleReader.FromValue(isCsv ? Typed(value) : value, SampleType);
        }
    }

    private static IEnumerable<object?> Rows(object? given) =>
        (given is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : given) is object?[] many ? many : [given];

    // Import-Csv makes texts of everything, and says so in the names of their type.
    private static bool IsOfCsv(object? row) => row is PSObject custom && custom.TypeNames.Any(n => n.StartsWith("CSV:", StringComparison.Ordinal));

    private static object?[] Typed(object? value)
    {
        IDictionary[] rows = [.. (value is object?[] many ? many : [value]).Cast<IDictionary>()];
        foreach (object name in rows[0].Keys.Cast<object>().ToArray())
        {
            object?[] column = CsvRows.Column([.. rows.Select(r => r[name] as string ?? string.Empty)]);
            for (int i = 0; i < rows.Length; i++)
                rows[i][name] = column[i];
        }

        return rows;
    }
}
