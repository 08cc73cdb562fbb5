using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>
/// One of MLEM's abstractions (server, requirement, registry …): a mapping whose type field names the implementation.
/// A plain text stands for the type with all its defaults.
/// </summary>
internal sealed class PolymorphicType(
    string name,
    string typeField,
    string? defaultType,
    Func<string, SchemaType?> implementation,
    Func<IEnumerable<string>> knownTypes) : SchemaType
{
    /// <summary>The abstraction's name in messages: <c>server</c>.</summary>
    public string Name => name;

    /// <summary>The type fields of the abstractions above this one; they may be present and are written again.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parents { get; init; } = [];

    /// <summary>True when a mapping of a type that is not known is kept as it is: a plugin of MLEM's may know it.</summary>
    public bool KeepsUnknown { get; init; }

    /// <summary>True when the default type is written all the same inside a state file (docs/mlem-contract.md, 34).</summary>
    public bool DefaultWrittenInState { get; init; }

    public override string Description => Messages.FormatTypeNameOrMappingWith(name, typeField);

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context)
    {
        if (value is YamlString text)
            value = new YamlMapping([new(new YamlString(typeField), text)]) { Mark = value.Mark };
        if (!PythonDict.TryMake(value, out YamlMapping? mapping))
            throw Mismatch(value, path, context);
        string type = TypeOf(mapping, path, context);
        if (implementation(type) is not { } found)
        {
            return KeepsUnknown ? mapping : throw context.Error(
                mapping[typeField] ?? value,
                path,
                Messages.FormatUnknownNameTypeType(name, type),
                Messages.FormatKnownTypesAre(string.Join(", ", knownTypes().Order(StringComparer.Ordinal))));
        }

        var normal = (YamlMapping)found.Normalize(WithoutTypeFields(mapping), path, context);
        // An implementation that is an abstraction itself (object_type: env, type: docker) has written both fields.
        return normal[typeField] is not null
            ? normal
            : new YamlMapping([.. normal.Entries, .. TypeFields(type, context)]) { Mark = value.Mark };
    }

    private string TypeOf(YamlMapping mapping, KeyPath path, SchemaContext context) => mapping[typeField] switch
    {
        YamlString s => s.Value,
        null => defaultType ?? throw context.Error(
            mapping, path.Key(typeField), Messages.FormatIsMissingItSaysWhichThis(name)),
        YamlValue other => throw context.Error(other, path.Key(typeField), Messages.FormatExpectedTextFound(Describe(other))),
    };

    private YamlMapping WithoutTypeFields(YamlMapping mapping) => new(
        [.. mapping.Entries.Where(e => e.Key is not YamlString s || (s.Value != typeField && !IsParentField(s.Value)))])
    {
        Mark = mapping.Mark,
    };

    private bool IsParentField(string key) => Parents.Any(p => p.Key == key);

    private IEnumerable<KeyValuePair<YamlValue, YamlValue>> TypeFields(string type, SchemaContext context)
    {
        if (type != defaultType || (DefaultWrittenInState && context.InState))
            yield return new(new YamlString(typeField), new YamlString(type));
        foreach ((string field, string parent) in Parents)
            yield return new(new YamlString(field), new YamlString(parent));
    }
}
