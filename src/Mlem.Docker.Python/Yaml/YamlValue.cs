using System.Numerics;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Yaml;

/// <summary>
/// A value as PyYAML's <c>safe_load</c> makes it: the Python type decides the class here. Values are immutable and
/// compare by content; where they were read does not count.
/// </summary>
public abstract record YamlValue
{
    /// <summary>Where the value begins in the text it was read from.</summary>
    public YamlMark Mark { get; init; }

    /// <inheritdoc/>
    public virtual bool Equals(YamlValue? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();
}

/// <summary>Python's <c>None</c>.</summary>
public sealed record YamlNull : YamlValue;

/// <summary>Python's <c>bool</c>.</summary>
/// <param name="Value">The value.</param>
public sealed record YamlBoolean(bool Value) : YamlValue;

/// <summary>Python's <c>int</c>, of any size.</summary>
/// <param name="Value">The value.</param>
public sealed record YamlInteger(BigInteger Value) : YamlValue
{
    /// <inheritdoc/>
    public bool Equals(YamlInteger? other) => other is not null && Value == other.Value;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Value);
}

/// <summary>Python's <c>float</c>; NaN equals NaN here.</summary>
/// <param name="Value">The value.</param>
public sealed record YamlFloat(double Value) : YamlValue
{
    /// <inheritdoc/>
    public bool Equals(YamlFloat? other) => other is not null && Value.Equals(other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => PythonNumber.Mixed(Value);
}

/// <summary>Python's <c>str</c>.</summary>
/// <param name="Value">The text.</param>
public sealed record YamlString(string Value) : YamlValue;
