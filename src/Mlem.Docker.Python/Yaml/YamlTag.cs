namespace Mlem.Docker.Python.Yaml;

/// <summary>The types that PyYAML's safe loader makes.</summary>
internal enum YamlTag : byte
{
    Unknown,
    Null,
    Boolean,
    Integer,
    Float,
    Binary,
    Timestamp,
    OrderedMap,
    Pairs,
    Set,
    String,
    Sequence,
    Mapping,

    /// <summary>The key <c>&lt;&lt;</c>: only a key of a mapping can have it.</summary>
    Merge,

    /// <summary>The key <c>=</c>: only a key of a mapping can have it.</summary>
    DefaultValue,
}

/// <summary>The names of the types.</summary>
internal static class YamlTagNames
{
    public const string Prefix = "tag:yaml.org,2002:";

    public static YamlTag Find(string tag) => !tag.StartsWith(Prefix, StringComparison.Ordinal)
        ? YamlTag.Unknown
        : tag[Prefix.Length..] switch
        {
            "null" => YamlTag.Null,
            "bool" => YamlTag.Boolean,
            "int" => YamlTag.Integer,
            "float" => YamlTag.Float,
            "binary" => YamlTag.Binary,
            "timestamp" => YamlTag.Timestamp,
            "omap" => YamlTag.OrderedMap,
            "pairs" => YamlTag.Pairs,
            "set" => YamlTag.Set,
            "str" => YamlTag.String,
            "seq" => YamlTag.Sequence,
            "map" => YamlTag.Mapping,
            "merge" => YamlTag.Merge,
            "value" => YamlTag.DefaultValue,
            _ => YamlTag.Unknown,
        };
}
