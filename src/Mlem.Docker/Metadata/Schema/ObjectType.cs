using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>A field of an object.</summary>
/// <param name="Name">The key in YAML.</param>
/// <param name="Type">What it may hold.</param>
/// <param name="Default">Its default as dumped, or null when it is required.</param>
internal sealed record SchemaField(string Name, SchemaType Type, YamlValue? Default);

/// <summary>
/// An object with named fields. What equals its default is left out of the result, and so is a null of an optional
/// field, as MLEM's own <c>dict()</c> does.
/// </summary>
internal sealed class ObjectType : SchemaType
{
    private readonly Dictionary<string, SchemaField> _fields;
    private readonly bool _ignoreUnknown;
    private readonly HashSet<string> _unwritten;

    public ObjectType(string name, IEnumerable<SchemaField> fields, bool ignoreUnknown = false, params IEnumerable<string> unwritten)
    {
        _unwritten = [.. unwritten];
        Name = name;
        _fields = fields.ToDictionary(f => f.Name, StringComparer.Ordinal);
        _ignoreUnknown = ignoreUnknown;
    }

    public string Name { get; }

    public IReadOnlyCollection<SchemaField> Fields => _fields.Values;

    public override string Description => "a mapping";

    /// <summary>A last change to the fields, as pydantic's root validators make; null for none.</summary>
    public Func<IReadOnlyDictionary<string, YamlValue>, IEnumerable<KeyValuePair<string, YamlValue>>>? Complete { get; init; }

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context)
    {
        // MLEM's own objects take a text for the name of a type; only plain pydantic ones make nothing of an empty text.
        if ((value is YamlString && !_ignoreUnknown) || !PythonDict.TryMake(value, out YamlMapping? mapping))
            throw Mismatch(value, path, context);
        var given = new Dictionary<string, YamlValue>(mapping.Entries.Count, StringComparer.Ordinal);
        foreach ((YamlValue k, YamlValue v) in mapping.Entries)
        {
            if (k is YamlString { Value: var name } && _fields.TryGetValue(name, out SchemaField? field))
                given[name] = field.Type.Normalize(v, path.Key(name), context);
            else if ((!_ignoreUnknown || k is not YamlString) && !(k is YamlString { Value: var other } && _unwritten.Contains(other)))
                throw Unknown(k, path, context);
        }

        foreach (SchemaField field in _fields.Values)
        {
            if (field.Default is null && !given.ContainsKey(field.Name))
                throw context.Error(value, path.Key(field.Name), Messages.FormatIsMissingNeedsIt(Name));
        }

        foreach ((string name, YamlValue v) in Complete?.Invoke(given) ?? [])
            given[name] = v;
        var kept = new List<KeyValuePair<YamlValue, YamlValue>>(given.Count);
        foreach ((string name, YamlValue v) in given)
        {
            if (_fields[name].Default is not { } d || !PythonEquality.Equal(d, v))
                kept.Add(new(new YamlString(name), v));
        }

        return new YamlMapping(kept) { Mark = value.Mark };
    }

    private MetadataException Unknown(YamlValue key, KeyPath path, SchemaContext context)
    {
        string name = key is YamlString s ? s.Value : Describe(key);
        return context.Error(
            key, path.Key(name), Messages.FormatIsNotFieldOf(Name), Messages.FormatItsFieldsAre(string.Join(", ", _fields.Keys.Order())));
    }
}
