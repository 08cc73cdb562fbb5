using System.Reflection;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>
/// MLEM's data model as this module knows it, read from the catalogue files beside the code
/// (<c>Metadata/Schema/types.yaml</c> and <c>Serving/servers.yaml</c>): abstractions with their implementations, and objects.
/// Types are made when they are first asked for, since one document needs few of them.
/// </summary>
internal sealed class TypeCatalogue
{
    private static readonly Lazy<YamlMapping> ServersFile = new(() => Resource("Mlem.Docker.servers.yaml"));

    private static readonly Lazy<TypeCatalogue> Shared = new(() => new TypeCatalogue(
        [Resource("Mlem.Docker.types.yaml"), Servers]));

    private readonly Dictionary<string, YamlMapping> _abstractions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlMapping> _objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaType> _made = new(StringComparer.Ordinal);
    private readonly object _lock = new();

    private TypeCatalogue(IEnumerable<YamlMapping> files)
    {
        foreach (YamlMapping file in files)
        {
            foreach ((YamlValue name, YamlValue abstraction) in Section(file, "abstractions"))
                _abstractions[Text(name)] = (YamlMapping)abstraction;
            foreach ((YamlValue name, YamlValue fields) in Section(file, "objects"))
                _objects[Text(name)] = (YamlMapping)fields;
        }
    }

    /// <summary>The catalogue shipped with the module; immutable to those who use it.</summary>
    public static TypeCatalogue Default => Shared.Value;

    /// <summary>The file of the servers, read once for both catalogues that are made of it.</summary>
    public static YamlMapping Servers => ServersFile.Value;

    /// <summary>Reads a catalogue file that is built into this assembly.</summary>
    public static YamlMapping Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly has no resource {name}.");
        using var reader = new StreamReader(stream);
        return (YamlMapping)MlemYaml.Read(reader.ReadToEnd(), name);
    }

    /// <summary>An abstraction (<c>@server</c>) or an object (<c>#DockerBuildArgs</c>).</summary>
    public SchemaType this[string reference]
    {
        get
        {
            lock (_lock)
            {
                if (!_made.TryGetValue(reference, out SchemaType? type))
                    _made[reference] = type = Make(reference);
                return type;
            }
        }
    }

    /// <summary>The names of an abstraction's types.</summary>
    public IEnumerable<string> TypeNames(string abstraction) => Entries(_abstractions[abstraction].Mapping("types")).Select(e => Text(e.Key));

    private SchemaType Make(string reference) => reference[0] switch
    {
        '@' when _abstractions.TryGetValue(reference[1..], out YamlMapping? abstraction) =>
            Abstraction(reference[1..], abstraction),
        '#' when _objects.TryGetValue(reference[1..], out YamlMapping? fields) => Object(reference[1..], fields),
        _ => reference switch
        {
            "#Json" => new JsonType(),
            "#ByteCount" => new ByteCountType(),
            "#PullPolicy" => new ChoiceType(["Never", "Always", "IfNotPresent"]),
            "#PosixPath" => new PosixPathType(),
            "#Processors" => new ProcessorsType(),
            "#EnvLink" => new TypedLinkType(this["#TypedLink"], pathAlone: true),
            "#ModelLink" => new TypedLinkType(this["#TypedLink"], pathAlone: false),
            "#Requirements" => new RootListType(this["@requirement"]),
            "#Middlewares" => new RootListType(this["@middleware"]),
            _ => throw new FormatException($"The catalogue has no '{reference}'."),
        },
    };

    private PolymorphicType Abstraction(string name, YamlMapping definition)
    {
        var types = (YamlMapping)definition["types"]!;
        string label = definition["label"] is YamlString l ? l.Value : name.Replace('_', ' ');
        var made = new Dictionary<string, SchemaType>(StringComparer.Ordinal);
        return new PolymorphicType(
            label,
            definition["field"] is YamlString f ? f.Value : "type",
            (definition["default"] as YamlString)?.Value,
            Implementation,
            () => types.Entries.Select(e => Text(e.Key)).Where(n => !n.StartsWith('.')))
        {
            Parents = [.. Entries(definition["parent"] as YamlMapping).Select(e => KeyValuePair.Create(Text(e.Key), Text(e.Value)))],
            KeepsUnknown = definition.Flag("...open", false),
            DefaultWrittenInState = definition["default_written_in_state"] is YamlBoolean { Value: true },
        };

        SchemaType? Implementation(string type)
        {
            lock (_lock)
            {
                if (made.TryGetValue(type, out SchemaType? found))
                    return found;
                return types[type] switch
                {
                    YamlString reference => this[reference.Value],
                    YamlMapping fields => made[type] = Object($"{label} '{type}'", Merge(definition["common"], fields)),
                    _ => null,
                };
            }
        }
    }

    private ObjectType Object(string name, YamlMapping definition)
    {
        bool ignoreUnknown = definition["...ignore"] is YamlBoolean { Value: true };
        IEnumerable<SchemaField> fields = definition.Entries
            .Where(e => !Text(e.Key).StartsWith("...", StringComparison.Ordinal))
            .Select(e => TypeExpression.Field(Text(e.Key), Text(e.Value), r => new DeferredType(() => this[r])));
        return new ObjectType(name, fields, ignoreUnknown, definition.Texts("...unwritten"))
        {
            Complete = definition["...complete"] is YamlString { Value: "package_name" } ? PackageNames.Complete : null,
        };
    }

    private static YamlMapping Merge(YamlValue? common, YamlMapping own) =>
        new([.. Entries(common as YamlMapping).Where(e => own[Text(e.Key)] is null), .. own.Entries]);

    private static IEnumerable<KeyValuePair<YamlValue, YamlValue>> Section(YamlMapping file, string name) =>
        Entries(file[name] as YamlMapping);

    private static IReadOnlyList<KeyValuePair<YamlValue, YamlValue>> Entries(YamlMapping? mapping) =>
        mapping?.Entries ?? [];

    private static string Text(YamlValue value) => ((YamlString)value).Value;
}
