using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>A value that Python's <c>json.dumps</c> takes: MLEM checks <c>params</c> with it.</summary>
internal sealed class JsonType : SchemaType
{
    public override string Description => Messages.ValueThatJSONKnows;

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context)
    {
        switch (value)
        {
            case YamlNull or YamlBoolean or YamlInteger or YamlFloat or YamlString:
                break;
            case YamlSequence sequence:
                for (int i = 0; i < sequence.Items.Count; i++)
                    Normalize(sequence.Items[i], path.Index(i), context);
                break;
            case YamlMapping mapping:
                foreach ((YamlValue key, YamlValue item) in mapping.Entries)
                {
                    KeyPath place = path.Key(key is YamlString s ? s.Value : Describe(key));
                    if (key is YamlSequence or YamlMapping || !IsJson(key))
                        throw context.Error(key, place, Messages.KeyMustBeTextNumberTrue);
                    Normalize(item, place, context);
                }

                break;
            default:
                throw context.Error(
                    value, path, Messages.DateSetOrBinaryDataCannot,
                    Messages.WriteItAsTextInQuotes);
        }

        return value;
    }

    private static bool IsJson(YamlValue key) => key is YamlNull or YamlBoolean or YamlInteger or YamlFloat or YamlString;
}

/// <summary>A path that MLEM turns to forward slashes.</summary>
internal sealed class PosixPathType : SchemaType
{
    private readonly TextType _text = new();

    public override string Description => "a path";

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context)
    {
        var text = (YamlString)_text.Normalize(value, path, context);
        return text.Value.Contains('\\') ? new YamlString(text.Value.Replace('\\', '/')) { Mark = value.Mark } : text;
    }
}

/// <summary>A list that may also stand as <c>{__root__: [...]}</c>, as pydantic's root models do.</summary>
internal sealed class RootListType(SchemaType item) : SchemaType
{
    private readonly ListType _list = new(item);

    public override string Description => "a list";

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context)
    {
        if (value is YamlMapping { Entries: [var only] } && only.Key is YamlString { Value: "__root__" })
            value = only.Value;
        return _list.Normalize(value, path, context);
    }
}

/// <summary>A size in bytes, as far as a file can have it.</summary>
internal sealed class ByteCountType : SchemaType
{
    private readonly IntegerType _integer = new();

    public override string Description => Messages.NumberOfBytes;

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context) =>
        _integer.Normalize(value, path, context) is YamlInteger { Value: var bytes } number && bytes >= long.MinValue && bytes <= long.MaxValue
            ? number
            : throw Mismatch(value, path, context);
}

/// <summary>
/// The processors of a model: kept as they are, but MLEM, when it reads a model, asks each of them for its type.
/// </summary>
internal sealed class ProcessorsType : SchemaType
{
    private readonly DictionaryType _mapping = new(new AnyType(), new AnyType());

    public override string Description => "a mapping";

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context)
    {
        var processors = (YamlMapping)_mapping.Normalize(value, path, context);
        foreach ((YamlValue name, YamlValue processor) in processors.Entries)
        {
            KeyPath place = path.Key(name is YamlString s ? s.Value : Describe(name));
            if (processor is not YamlMapping fields)
                throw context.Error(processor, place, Messages.FormatExpectedMappingWithTypeFound(Describe(processor)));
            if (fields["type"] is not { } type)
                throw context.Error(fields, place.Key("type"), Messages.IsMissingItSaysWhichKind);
            if (type is YamlSequence or YamlMapping or YamlSet)
                throw context.Error(type, place.Key("type"), Messages.FormatExpectedTextFoundType(Describe(type)));
        }

        return processors;
    }
}

/// <summary>A link inside another object, where its type goes without saying.</summary>
/// <param name="link">The link's fields.</param>
/// <param name="pathAlone">Whether a link inside its own project is written as its path (docs/mlem-contract.md, 35).</param>
internal sealed class TypedLinkType(SchemaType link, bool pathAlone) : SchemaType
{
    public override string Description => Messages.LinkMappingWithPath;

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context)
    {
        var fields = (YamlMapping)link.Normalize(value, path, context);
        if (pathAlone && fields["project"] is null or YamlNull)
            return fields["path"]!;
        return new YamlMapping([.. fields.Entries.Where(e => e.Key is not YamlString { Value: "link_type" or "object_type" })])
        {
            Mark = value.Mark,
        };
    }
}

/// <summary>One of some words, as an enum of Python's takes them.</summary>
internal sealed class ChoiceType(IReadOnlyList<string> words) : SchemaType
{
    public override string Description => Messages.FormatOneOfWords(string.Join(", ", words));

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context) =>
        value is YamlString text && words.Contains(text.Value, StringComparer.Ordinal) ? value : throw Mismatch(value, path, context);
}
