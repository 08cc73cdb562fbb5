using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

[assembly: Mlem.Docker.Metadata.MlemObjectType<Mlem.Docker.MlemModel>("model")]

namespace Mlem.Docker;

/// <summary>A model that MLEM saved (MLEM: <c>MlemModel</c>): its metadata; the artifacts stay on disk.</summary>
public sealed record MlemModel : MlemObject, IFromDocument<MlemModel>
{
    private IReadOnlyList<MlemProcessor>? _processors;

    internal MlemModel(YamlMapping document)
        : base(document)
    {
        Requirements = (MlemRequirement[])[.. document.Items("requirements").Select(r => MlemRequirement.FromYaml((YamlMapping)r))];
        Artifacts = (MlemArtifact[])[.. document.Mapping("artifacts").TextEntries().Select(a => Artifact(a.Key, (YamlMapping)a.Value))];
        CallOrders = document.Mapping("call_orders").TextEntries().ToDictionary(
            c => c.Key,
            IReadOnlyList<MlemCall> (c) => new MlemCallOrder([.. ((YamlSequence)c.Value).Items.Select(Call)]),
            StringComparer.Ordinal);
        Params = PlainValue.From(document.Mapping("params") ?? new YamlMapping([])) as IDictionary ?? new Hashtable();
    }

    static MlemModel IFromDocument<MlemModel>.FromDocument(YamlMapping document) => new(document);

    /// <inheritdoc/>
    public override string ObjectType => "model";

    /// <summary>What the model needs, in the file's order.</summary>
    public IReadOnlyList<MlemRequirement> Requirements { get; }

    /// <summary>The model's files.</summary>
    public IReadOnlyList<MlemArtifact> Artifacts { get; }

    /// <summary>The calls that make up each method, in their order.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MlemCall>> CallOrders { get; }

    /// <summary>Free parameters that were saved with the model.</summary>
    public IDictionary Params { get; }

    /// <summary>The parts of the model: usually one, <c>model</c>.</summary>
    public IReadOnlyList<MlemProcessor> Processors => _processors ??= ProcessorReader.Read(Document.Mapping("processors"));

    /// <summary>The methods that a server can expose, with the signature that the first call of each has.</summary>
    public IReadOnlyList<MlemMethod> Methods => ProcessorReader.Methods(this);

    /// <summary>The artifacts' sizes added up, in bytes.</summary>
    public long TotalSize => (long)BigInteger.Min(long.MaxValue, Artifacts.Aggregate(BigInteger.Zero, (sum, a) => sum + a.Size));

    /// <summary>Reads a model. A link is followed.</summary>
    /// <param name="path">The .mlem file; the ending may be left out.</param>
    /// <exception cref="MlemException">There is no such file, or it holds no model.</exception>
    public static MlemModel Load(string path) => MlemObjectReader.Read(path) switch
    {
        MlemModel model => model,
        MlemObject other => throw new MlemException(
            "NotAModel",
            MlemErrorCategory.InvalidData,
            Messages.FormatNotAModel(other.Path, other.ObjectType),
            path,
            Messages.NotAModelRemedy),
    };

    /// <summary>Reads a file when it holds a model, or a link to one.</summary>
    /// <param name="path">The .mlem file; the ending may be left out.</param>
    /// <param name="model">The model, or null when the file holds something else.</param>
    /// <exception cref="MlemException">There is no such file, or it cannot be read.</exception>
    public static bool TryLoad(string path, [NotNullWhen(true)] out MlemModel? model)
    {
        try
        {
            model = MlemObjectReader.Read(path) as MlemModel;
        }
        catch (MlemException other) when (other.ErrorId == MlemObjectReader.ObjectTypeNotSupported)
        {
            model = null;
        }

        return model is not null;
    }

    private static MlemArtifact Artifact(string name, YamlMapping fields) => new(
        name,
        fields.Text("type", "local"),
        fields.Text("uri")!,
        (long)((YamlInteger)fields["size"]!).Value,
        fields.Text("hash")!);

    private static MlemCall Call(YamlValue pair) =>
        pair is YamlSequence { Items: [YamlString processor, YamlString method] }
            ? new MlemCall(processor.Value, method.Value)
            : throw new InvalidOperationException("A call order was not normalised.");
}
