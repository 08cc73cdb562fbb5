namespace Mlem.Docker.Yaml;

/// <summary>What shape a node has.</summary>
internal enum YamlNodeKind : byte
{
    Scalar,
    Sequence,
    Mapping,
}

/// <summary>How far the value of a node has come.</summary>
internal enum YamlNodeState : byte
{
    /// <summary>Its text is still being read.</summary>
    Open,

    Read,

    /// <summary>Its value is being made.</summary>
    Constructing,
}

/// <summary>A node of the document: text and type, before it becomes a value. An alias is the node it points to.</summary>
internal sealed class YamlNode(YamlNodeKind kind, YamlTag tag, YamlMark start)
{
    public YamlNodeKind Kind { get; } = kind;

    public YamlTag Tag { get; set; } = tag;

    public YamlNodeState State { get; set; } = YamlNodeState.Read;

    /// <summary>How many levels of collections it has, aliases followed.</summary>
    public short Height { get; set; }

    public YamlMark Start { get; } = start;

    /// <summary>A scalar's text.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>The tag as written, when it is none that is known.</summary>
    public string? UnknownTag { get; init; }

    /// <summary>A sequence's items; a mapping's keys and values in turn.</summary>
    public List<YamlNode> Children { get; set; } = NoChildren;

    /// <summary>How many nodes it is, every alias counted as a copy.</summary>
    public long Size { get; set; } = 1;

    public YamlValue? Value { get; set; }

    // Scalars never add to it.
    private static List<YamlNode> NoChildren { get; } = [];
}
