using System.Runtime.CompilerServices;

namespace Mlem.Docker.Python.Yaml;

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

/// <summary>
/// A value that cannot be made while its text is read: it has a tag or an anchor, holds an alias or a merge key, or is
/// an error that counts only when the rest of the text is well-formed. Nearly all values of a metafile need none, which
/// keeps the memory low. An alias is the node it points to.
/// </summary>
internal sealed record YamlNode(YamlNodeKind Kind) : YamlValue
{
    public required YamlTag Tag { get; set; }

    public YamlNodeState State { get; set; } = YamlNodeState.Open;

    /// <summary>How many levels of collections it has, aliases followed.</summary>
    public int Height { get; set; }

    /// <summary>A scalar's text.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>The tag as written, when it is none that is known.</summary>
    public string? UnknownTag { get; init; }

    /// <summary>A sequence's items; a mapping's keys and values in turn.</summary>
    public IReadOnlyList<YamlValue> Children { get; set; } = [];

    /// <summary>How many nodes it is, every alias counted as a copy.</summary>
    public long Size { get; set; } = 1;

    /// <summary>How many characters its scalars have, every alias counted as a copy.</summary>
    public long Characters { get; set; }

    public YamlValue? Value { get; set; }

    public static YamlNodeKind KindOf(YamlValue value) => value switch
    {
        YamlNode node => node.Kind,
        YamlSequence => YamlNodeKind.Sequence,
        YamlMapping => YamlNodeKind.Mapping,
        _ => YamlNodeKind.Scalar,
    };

    public bool Equals(YamlNode? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
