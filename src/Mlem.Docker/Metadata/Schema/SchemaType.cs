using Mlem.Docker.Python.Values;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>
/// A type of MLEM's data model. <see cref="Normalize"/> does what pydantic 1 does between reading a value and
/// dumping it again: it checks, converts (a number becomes text where the field is text) and leaves defaults out.
/// </summary>
internal abstract class SchemaType
{
    /// <summary>What a person would call a value of this type: "text", "a whole number".</summary>
    public abstract string Description { get; }

    /// <summary>Returns the value as MLEM would dump it, or throws <see cref="MetadataException"/>.</summary>
    public abstract YamlValue Normalize(YamlValue value, KeyPath path, SchemaContext context);

    protected MetadataException Mismatch(YamlValue value, KeyPath path, SchemaContext context) =>
        context.Error(value, path, Messages.FormatExpectedDescriptionFoundValue(
            Description, path.IsSecret && value is (YamlString or YamlInteger or YamlFloat) ? Messages.AnotherKindOfValue : Describe(value)));

    /// <summary>A short name of a value for messages: its kind, and the value itself where it is short.</summary>
    internal static string Describe(YamlValue value) => value switch
    {
        YamlNull => "nothing (null)",
        YamlBoolean b => b.Value ? "true" : "false",
        YamlInteger i => Messages.FormatTheNumberIValue(i.Value),
        YamlFloat f => Messages.FormatTheNumberF(PythonFloat.Repr(f.Value)),
        YamlString { Value.Length: <= 60 } s => Messages.FormatTheTextSValue(s.Value),
        YamlString => "a text",
        YamlSequence => "a list",
        YamlMapping => "a mapping",
        _ => Messages.AnotherKindOfValue,
    };
}

/// <summary>What a normalisation needs besides the value: where it came from and in which kind of document it is.</summary>
/// <param name="Source">The file for messages, or null.</param>
/// <param name="InState">True inside a state file, where MLEM writes some defaults that it leaves out elsewhere.</param>
internal sealed record SchemaContext(string? Source, bool InState = false)
{
    public MetadataException Error(YamlValue value, KeyPath path, string reason, string? recommendation = null) =>
        new(Source, value.Mark, path.ToString(), reason, recommendation);
}
