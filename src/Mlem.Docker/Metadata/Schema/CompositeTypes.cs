using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>Any value, kept as it is (pydantic's <c>Any</c>).</summary>
internal sealed class AnyType : SchemaType
{
    public override string Description => Messages.AnyValue;

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context) => value;
}

/// <summary>A value that may be null (pydantic's <c>Optional</c>).</summary>
internal sealed class OptionalType(SchemaType inner) : SchemaType
{
    public override string Description => Messages.FormatDescriptionOrNull(inner.Description);

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context) =>
        value is YamlNull ? value : inner.Normalize(value, path, context);
}

/// <summary>A list; a set or tuple in YAML is taken as one, as pydantic does.</summary>
internal sealed class ListType(SchemaType item) : SchemaType
{
    public override string Description => "a list";

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context)
    {
        IReadOnlyList<YamlValue> given = Items(value) ?? throw Mismatch(value, path, context);
        var items = new YamlValue[given.Count];
        for (int i = 0; i < items.Length; i++)
            items[i] = item.Normalize(given[i], path.Index(i), context);
        return new YamlSequence(items) { Mark = value.Mark };
    }

    /// <summary>The items of a list or set, in the order of the file; null for anything else.</summary>
    public static IReadOnlyList<YamlValue>? Items(YamlValue value) =>
        (value as YamlSequence)?.Items ?? (value as YamlSet)?.Items;
}

/// <summary>A list of exactly so many values, each of its own type.</summary>
internal sealed class TupleType(IReadOnlyList<SchemaType> items) : SchemaType
{
    public override string Description => Messages.FormatListOfValues(items.Count);

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context)
    {
        IReadOnlyList<YamlValue> given = ListType.Items(value) ?? throw Mismatch(value, path, context);
        if (given.Count != items.Count)
            throw context.Error(value, path, Messages.FormatExpectedValuesFound(items.Count, given.Count));
        return new YamlSequence([.. items.Select((t, i) => t.Normalize(given[i], path.Index(i), context))])
        {
            Mark = value.Mark,
        };
    }
}

/// <summary>A mapping whose keys are of one type and whose values are of another (pydantic's <c>Dict[K, V]</c>).</summary>
internal sealed class DictionaryType(SchemaType key, SchemaType item) : SchemaType
{
    public override string Description => "a mapping";

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context)
    {
        if (!PythonDict.TryMake(value, out YamlMapping? mapping))
            throw Mismatch(value, path, context);
        var entries = new List<KeyValuePair<YamlValue, YamlValue>>(mapping.Entries.Count);
        bool converted = false;
        foreach ((YamlValue k, YamlValue v) in mapping.Entries)
        {
            KeyPath place = path.Key(k is YamlString s ? s.Value : Describe(k));
            YamlValue normal = key.Normalize(k, place, context);
            converted |= !ReferenceEquals(normal, k);
            entries.Add(new(normal, item.Normalize(v, place, context)));
        }

        // Two keys can become one: 1 and '1' where keys are text.
        return new YamlMapping(converted ? PythonDict.Unique(entries) : entries) { Mark = value.Mark };
    }
}

/// <summary>The first type that fits (pydantic 1's <c>Union</c>).</summary>
internal sealed class UnionType(IReadOnlyList<SchemaType> choices) : SchemaType
{
    public override string Description => string.Join(" or ", choices.Select(c => c.Description));

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context)
    {
        // The error that got furthest down tells most: it is about a value that is of the right kind.
        MetadataException? furthest = null;
        foreach (SchemaType choice in choices)
        {
            try
            {
                return choice.Normalize(value, path, context);
            }
            catch (MetadataException e)
            {
                furthest = furthest is null || e.KeyPath.Length > furthest.KeyPath.Length ? e : furthest;
            }
        }

        throw furthest?.KeyPath.Length > path.ToString().Length ? furthest : Mismatch(value, path, context);
    }
}
