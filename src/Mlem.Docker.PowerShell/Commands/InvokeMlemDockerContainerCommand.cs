using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Conversion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Paths;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.PowerShell.Servers;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// Calls a method of the model that a container serves: <c>Invoke-MlemDockerContainer</c>. Inputs of the pipeline are
/// collected into one request; each prediction comes back as one object.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "MlemDockerContainer", DefaultParameterSetName = NameSet)]
[OutputType(typeof(object))]
public sealed class InvokeMlemDockerContainerCommand : AsyncCmdlet, IDisposable
{
    private const string NameSet = "Name";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string UriSet = "Uri";
    private const string ContainerSet = "Container";

    private MlemServerClient? _client;
    private ServerMethod? _method;
    private InputConverter? _converter;
    private bool _takesContainers;

    /// <summary>The container's name or id.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string Name { get; set; } = "";

    /// <summary>
    /// The file that declares the deployment; wildcards are allowed where they match one, and the ending .mlem may be
    /// left out.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The file that declares the deployment, taken as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = "";

    /// <summary>The server's address, such as http://127.0.0.1:8080.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    [ValidateNotNull]
    public Uri Uri { get; set; } = null!;

    /// <summary>A deployment, as Start- and Get-MlemDockerContainer give it; by pipeline where -InputObject or -Json is given.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ContainerSet, ValueFromPipeline = true)]
    [PlainObjectTransformation(typeof(DockerContainerStatus))]
    [ValidateNotNull]
    public DockerContainerStatus Container { get; set; } = null!;

    /// <summary>The method; without it predict, or the only one there is.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Method { get; set; }

    /// <summary>
    /// The input: objects, hashtables, rows of Import-Csv, arrays, single values, or text with JSON. For a method with
    /// several arguments, objects with one property for each.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>The request's body as it shall be sent, without a check.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Json { get; set; }

    /// <summary>How many rows go into one request at most; 0 for all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int BatchSize { get; set; }

    /// <summary>Emits each answer as the text (or the bytes) that the server sent.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>How long one request may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int TimeoutSec { get; set; } = 100;

    /// <summary>The server's port inside the container; without it the declared, the only published one, or 8080.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ContainerSet)]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>A Docker environment, or the path of one, that names the Engine.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [DockerEnvTransformation]
    [ValidateNotNull]
    public DockerEnv? DockerEnv { get; set; }

    /// <summary>The Engine's address; without it, the one that the docker CLI would use.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DaemonHostCompleter))]
    public string? DaemonHost { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _client?.Dispose();

    // A container that is piped alone is bound as the input too, which it is not.
    private bool HasInput => _takesContainers
        ? MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)) && !IsContainer(InputObject) && !IsItem
        : MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));

    // A file that is piped alone is the declaration's.
    private bool IsItem => ParameterSetName == LiteralPathSet && Equals((InputObject as PSObject)?.Properties["PSPath"]?.Value, LiteralPath);

    // A container from the pipeline is only known when it comes; the input is then a parameter, sent to each of them.
    private bool TakesContainers => MyInvocation.ExpectingInput
        && !MyInvocation.BoundParameters.Keys.Any(k => k is nameof(Container) or nameof(Name) or nameof(Path) or nameof(LiteralPath) or nameof(Uri));

    /// <inheritdoc/>
    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (Json is not null && MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)))
        {
            throw new MlemException(
                "InputAmbiguous", MlemErrorCategory.InvalidArgument, Messages.InputAmbiguous, null, Messages.InputAmbiguousRemedy);
        }

        _takesContainers = TakesContainers;
        if (!_takesContainers)
            await ConnectAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (_takesContainers)
            await ConnectAsync(cancellationToken).ConfigureAwait(false);
        if (Json is not null)
        {
            await SendAsync([PredictionRequest.FromJson(_method!, Json)], cancellationToken).ConfigureAwait(false);
            return;
        }

        // Properties may be script properties, which belong to the pipeline's thread.
        object? input = Call(() => PlainInput.From(InputObject));
        await SendAsync(_converter!.Add(input), cancellationToken).ConfigureAwait(false);
        if (_takesContainers)
            await SendAsync(_converter.Complete(), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override Task EndAsync(CancellationToken cancellationToken) =>
        _converter is null ? Task.CompletedTask : SendAsync(_converter.Complete(), cancellationToken);

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _converter = null;
        _client?.Dispose();
        var options = new MlemServerClientOptions { Timeout = TimeSpan.FromSeconds(TimeoutSec), Observer = Observer };
        _client = await Target().OpenAsync(options, cancellationToken).ConfigureAwait(false);
        ServerInterface offered = await _client.GetInterfaceAsync(cancellationToken).ConfigureAwait(false);
        _method = offered.Method(Method);
        WriteVerbose(Messages.FormatCallingMethodAtServer(_method, _client.Server));
        if (Json is null && !HasInput && _method.Arguments.Any(a => a.Required))
        {
            throw new MlemException(
                "InputMissing",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatInputMissing(_method),
                _method.Name,
                Messages.InputMissingRemedy);
        }

        _converter = new InputConverter(_method, BatchSize);
    }

    private static bool IsContainer(object? value) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) is DockerContainerStatus or DockerContainer
        || (PlainObject.From(value) is { } plain && plain.Was<DockerContainerStatus>());

    private async Task SendAsync(IReadOnlyList<PredictionRequest> requests, CancellationToken cancellationToken)
    {
        foreach (PredictionRequest request in requests)
        {
            try
            {
                Emit(await _client!.InvokeAsync(request, cancellationToken).ConfigureAwait(false));
            }
            catch (MlemException failure)
            {
                // One batch that fails does not stop the others.
                WriteError(failure, request.Method.Name);
            }
        }
    }

    private void Emit(PredictionAnswer answer)
    {
        if (Raw)
        {
            WriteObject(answer.Json ?? answer.Value, enumerateCollection: false);
            return;
        }

        foreach (object? prediction in answer.Predictions)
            WriteObject(PlainInput.ToPowerShell(prediction), enumerateCollection: false);
    }

    private string OnePath()
    {
        IReadOnlyList<string> found = ResolveModelPaths([Path], literal: false);
        return found.Count == 1 ? found[0] : throw new MlemException(
            "PathAmbiguous",
            MlemErrorCategory.InvalidArgument,
            Messages.FormatPathAmbiguous(Path, found.Count),
            Path,
            Messages.PathAmbiguousRemedy);
    }

    private IServerTarget Target()
    {
        int? port = MyInvocation.BoundParameters.ContainsKey(nameof(Port)) ? Port : null;
        string? daemon = DaemonHost ?? DockerEnv?.Daemon.Host;
        return ParameterSetName switch
        {
            UriSet => new AddressTarget(Uri),
            ContainerSet when Container is { Address: null, ContainerId: null, Path: { Length: > 0 } declared } =>
                new DeclarationTarget(declared, daemon, port),
            ContainerSet => new StatusTarget(Container, port),
            PathSet => new DeclarationTarget(OnePath(), daemon, port),
            LiteralPathSet => new DeclarationTarget(ModelPaths.FromName(ResolvePath(LiteralPath)), daemon, port),
            _ => new ContainerTarget(Name, daemon, port),
        };
    }
}
