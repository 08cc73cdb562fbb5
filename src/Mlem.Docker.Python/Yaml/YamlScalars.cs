namespace Mlem.Docker.Python.Yaml;

/// <summary>Python's <c>bytes</c>, written as <c>!!binary</c>.</summary>
/// <param name="Value">The bytes.</param>
public sealed record YamlBinary(ReadOnlyMemory<byte> Value) : YamlValue
{
    /// <inheritdoc/>
    public bool Equals(YamlBinary? other) => other is not null && Value.Span.SequenceEqual(other.Value.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Value.Span);
        return hash.ToHashCode();
    }
}

/// <summary>Python's <c>datetime.date</c>.</summary>
/// <param name="Value">The day.</param>
public sealed record YamlDate(DateOnly Value) : YamlValue;

/// <summary>
/// Python's <c>datetime.datetime</c>, to the microsecond. As in Python, two times with a zone are equal when they are
/// the same moment, and a time with a zone never equals one without.
/// </summary>
/// <param name="Value">The wall-clock time, without a kind.</param>
/// <param name="Offset">How far that clock is ahead of UTC, less than 24 hours; null without a zone.</param>
public sealed record YamlTimestamp(DateTime Value, TimeSpan? Offset = null) : YamlValue
{
    /// <inheritdoc/>
    public bool Equals(YamlTimestamp? other) =>
        other is not null && Offset.HasValue == other.Offset.HasValue && Moment == other.Moment;

    /// <inheritdoc/>
    public override int GetHashCode() => Moment.GetHashCode();

    internal long Moment => Value.Ticks - (Offset?.Ticks ?? 0);
}
