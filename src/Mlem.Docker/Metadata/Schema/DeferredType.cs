using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>A type that is looked up when it is first needed, so that types can refer to each other.</summary>
internal sealed class DeferredType(Func<SchemaType> find) : SchemaType
{
    private readonly Lazy<SchemaType> _type = new(find);

    public override string Description => _type.Value.Description;

    public override YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context) =>
        _type.Value.Normalize(value, path, context);
}
