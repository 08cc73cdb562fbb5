using System.Collections;
using System.Management.Automation;
using Mlem.Docker.Metadata;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// A cmdlet that makes something of what can be deployed: of a declaration, or without one of a model or an image, which
/// the parameters then declare.
/// </summary>
public abstract class DeployableCommand : DeclarationCommand
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string InputSet = "InputObject";
    private protected const string ModelSet = "Model";
    private protected const string ImageSet = "Image";

    // What a declaration says is not said again beside it.
    private static readonly string[] Declared =
    [
        nameof(Name), nameof(ImageName), nameof(Port), nameof(Rm), nameof(DockerEnv), nameof(DaemonHost), nameof(Server),
        nameof(BuildArgs), nameof(PythonVersion), nameof(BaseImage), nameof(RunCommand), nameof(PackageInstallCommand),
        nameof(PackageCleanCommand), nameof(MlemWheel), nameof(Platform), nameof(TemplatesDir), nameof(BuildArg), nameof(SetEnv), .. RunParameterNames,
    ];

    // An environment is piped to where the model is an argument.
    private DockerEnv? _piped;

    /// <summary>Paths of declarations; wildcards are allowed, and the ending .mlem may be left out.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [PathTransformation]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Paths of declarations, taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>What it is made of, whichever it is.</summary>
    public abstract object InputObject { get; set; }

    /// <summary>The model, or its path.</summary>
    public abstract object? Model { get; set; }

    /// <summary>An image, taken as it is.</summary>
    public abstract DockerImage? Image { get; set; }

    /// <summary>The Engine's address.</summary>
    public abstract string? DaemonHost { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        MlemModel? model = AsModel(Model);
        if (CpuOnly && Gpu is not null)
        {
            throw new MlemException(
                "CpuOnlyWithGpu", MlemErrorCategory.InvalidArgument, Messages.CpuOnlyWithGpu, Gpu, Messages.AsMlemIsNotOptimizedRemedy);
        }

        _piped = ParameterSetName == InputSet && model is not null ? AsEnv(InputObject) : null;
        foreach (object item in Items(model))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await ProcessItemAsync(item, model, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not (OperationCanceledException or PipelineStoppedException))
            {
                // One that fails does not stop the others.
                ItemFailed();
                WriteError(e, item);
            }
        }
    }

    /// <summary>Hears that one of several could not be done.</summary>
    private protected virtual void ItemFailed()
    {
    }

    /// <summary>The declaration that a status tells; null for what is none.</summary>
    private protected virtual DockerContainer? DeclarationOf(object item) => (item as DockerContainerStatus)?.Deployment;

    /// <summary>The image that a status tells, where that counts; null for the one that the declaration means.</summary>
    private protected virtual DockerImage? ImageOf(object item) => null;

    /// <summary>Whether a declaration that is not there yet is written, where there is a model for it.</summary>
    private protected virtual bool Declares => false;

    /// <summary>Whether a parameter says nothing here, so that it cannot contradict a declaration.</summary>
    private protected virtual bool Ignores(string parameter) => false;

    /// <summary>The work for one declaration, with its model or its image where one is known.</summary>
    private protected abstract Task ProcessDeployableAsync(
        DockerContainer deployment, MlemModel? model, DockerImage? image, CancellationToken cancellationToken);

    /// <summary>The work for an object of MLEM's that is neither a declaration of a container nor a model; false where there is none.</summary>
    private protected virtual Task<bool> ProcessOtherAsync(object what, MlemModel? model, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>Refuses parameters that say again what a declaration says.</summary>
    private protected void CheckDeclared(MlemObject declared, string? name, IReadOnlyCollection<string>? except = null)
    {
        if (Declared.FirstOrDefault(p => Given(p) && !Ignores(p) && except?.Contains(p) != true) is { } extra)
        {
            throw new MlemException(
                "ParameterNotAllowed",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatParameterNotAllowed(extra),
                declared.Path ?? name,
                Messages.ParameterNotAllowedRemedy);
        }
    }

    private IEnumerable<object> Items(MlemModel? model) => ParameterSetName switch
    {
        PathSet => Path.SelectMany(path => Declarations(path, literal: false, model)),
        LiteralPathSet => LiteralPath.SelectMany(path => Declarations(path, literal: true, model)),
        ModelSet => [model!],
        ImageSet => [Image!],
        _ when _piped is not null => [model!],
        _ => Plain(InputObject) is IList many ? many.Cast<object?>().Select(Plain).OfType<object>() : [Plain(InputObject)!],
    };

    private IEnumerable<object> Declarations(string path, bool literal, MlemModel? model)
    {
        bool isPattern = !literal && WildcardPattern.ContainsWildcardCharacters(path);
        if (Declares && model is not null && !isPattern && MlemPath.WithExtension(ResolveTarget(literal ? null : path, literal ? path : null)!) is var file
            && !File.Exists(file))
            return [new NewDeclaration(file)];
        return ResolveModelPaths([path], literal).Select(p => new FileInfo(p));
    }

    // As `mlem deployment run` does with a file that is not there yet: it is written first, and stays whatever comes of the start.
    private async Task DeclareAsync(string file, MlemModel model, CancellationToken cancellationToken)
    {
        DockerBuildArgs args = await ArgumentsForAsync(model, cancellationToken).ConfigureAwait(false);
        DockerContainer declared = Declare(EnvIn(file, EnvFor(null)), given: args);
        string plan = DeclarationPlan.Describe(declared, file, Messages.FormatWriteDeclarationWith);
        if (ShouldProcess(plan, Messages.FormatWriteDeclarationTo(file), Messages.WriteDeclarationOfContainer))
            declared = (DockerContainer)await declared.SaveAsync(file, cancellationToken: cancellationToken).ConfigureAwait(false);
        else if (!OnlyTells)
            return;
        await ProcessDeployableAsync(declared, model, null, cancellationToken).ConfigureAwait(false);
    }

    // An object of the kind that scripts make is only in its wrapping something.
    private static object? Plain(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private async Task ProcessItemAsync(object item, MlemModel? model, CancellationToken cancellationToken)
    {
        if (item is NewDeclaration fresh)
        {
            await DeclareAsync(fresh.File, model!, cancellationToken).ConfigureAwait(false);
            return;
        }

        object what = item switch
        {
            FileInfo file => MlemObject.Load(file.FullName),
            string path => MlemObject.Load(ResolveModelFile(path)),
            _ when PlainObject.From(item) is { } row && (row["LiteralPath"] ?? row["PSPath"] ?? row["Path"]) is { } path => MlemObject.Load(ResolveModelFile(path)),
            _ => DeclarationOf(item) ?? item,
        };
        if (await ProcessOtherAsync(what, model, cancellationToken).ConfigureAwait(false))
            return;
        switch (what)
        {
            case DockerContainer declared:
                CheckDeclared(declared, declared.ContainerName);
                await ProcessDeployableAsync(declared, model, ImageOf(item), cancellationToken).ConfigureAwait(false);
                break;
            case MlemModel found:
                DockerBuildArgs args = await ArgumentsForAsync(found, cancellationToken).ConfigureAwait(false);
                await ProcessDeployableAsync(Declare(EnvFor(null), given: args), found, null, cancellationToken).ConfigureAwait(false);
                break;
            case DockerImage image:
                await ProcessDeployableAsync(Declare(EnvFor(image)), model, image, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw NotDeployable(what);
        }
    }

    // A script block that makes the base image's name gets the Python that fits the model.
    private async Task<DockerBuildArgs> ArgumentsForAsync(MlemModel model, CancellationToken cancellationToken)
    {
        DockerBuildArgs args = Arguments();
        if (args.BaseImageHook is null)
            return args;
        DockerContext context = await DockerContext.CreateAsync(Request(model) with { Args = args }, cancellationToken).ConfigureAwait(false);
        return args with { PythonVersion = context.BuildArgs.PythonVersion, BaseImage = context.BaseImage, BaseImageHook = null };
    }

    private MlemModel? AsModel(object? model) => (model is PSObject wrapped ? wrapped.BaseObject : model) switch
    {
        null => null,
        MlemModel loaded => loaded,
        var path => MlemModel.Load(ResolveModelFile(path.ToString()!)),
    };

    private DockerEnv? EnvFor(DockerImage? image)
    {
        DockerEnv? env = _piped ?? DockerEnv;
        string? host = DaemonHost ?? (env is null ? image?.DaemonHost : null);
        return host is null ? env : Mlem.Docker.DockerEnv.Create(env?.Registry, host);
    }

    private static DockerEnv? AsEnv(object value) => PlainObject.From(value) is { } sent
        ? sent.Was<DockerEnv>() ? PlainObjects.Env(sent) : null
        : Plain(value) as DockerEnv;

    private static string Said(object what) => what is IConvertible or PSObject ? LanguagePrimitives.ConvertTo<string>(what) : what.GetType().Name;

    // The file of a declaration that is not there yet.
    private sealed record NewDeclaration(string File);

    private static MlemException NotDeployable(object what) => new(
        "InputNotSupported",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatInputNotSupported((what as MlemObject)?.Path ?? Said(what)),
        what,
        Messages.InputNotSupportedRemedy);
}
