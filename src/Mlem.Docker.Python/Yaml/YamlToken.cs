namespace Mlem.Docker.Python.Yaml;

/// <summary>The words of a YAML text.</summary>
internal enum YamlTokenKind : byte
{
    StreamEnd,
    Directive,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    Scalar,
}

/// <summary>One word of a YAML text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Text">A scalar's content, an anchor's name, a tag's suffix, a directive's value.</param>
/// <param name="Handle">A tag's handle (null when it is verbatim), a directive's name or TAG handle.</param>
/// <param name="IsPlain">Whether a scalar stands without quotes.</param>
internal readonly record struct YamlToken(
    YamlTokenKind Kind,
    YamlMark Start,
    string? Text = null,
    string? Handle = null,
    bool IsPlain = false)
{
    /// <summary>Where a token of one character ends; an omitted value is placed there.</summary>
    public YamlMark End => Start with { Column = Start.Column + 1 };

    /// <summary>The token as an error message shows it.</summary>
    public string Description => Kind switch
    {
        YamlTokenKind.StreamEnd => Messages.EndOfText,
        YamlTokenKind.Directive => "a directive",
        YamlTokenKind.DocumentStart => "'---'",
        YamlTokenKind.DocumentEnd => "'...'",
        YamlTokenKind.BlockSequenceStart => "a list",
        YamlTokenKind.BlockMappingStart => "a mapping",
        YamlTokenKind.BlockEnd => Messages.LineIndentedLess,
        YamlTokenKind.FlowSequenceStart => "'['",
        YamlTokenKind.FlowSequenceEnd => "']'",
        YamlTokenKind.FlowMappingStart => "'{'",
        YamlTokenKind.FlowMappingEnd => "'}'",
        YamlTokenKind.BlockEntry => "'-'",
        YamlTokenKind.FlowEntry => "','",
        YamlTokenKind.Key => "a key",
        YamlTokenKind.Value => "':'",
        YamlTokenKind.Alias => Messages.AnAlias,
        YamlTokenKind.Anchor => Messages.AnAnchor,
        YamlTokenKind.Tag => "a tag",
        _ => "a value",
    };
}
