using System.Numerics;

namespace Mlem.Docker.Python.Yaml;

/// <summary>When Python's <c>dict</c> takes two keys for one: <c>1</c>, <c>1.0</c> and <c>True</c> are the same key.</summary>
public sealed class PythonKeyComparer : IEqualityComparer<YamlValue>
{
    /// <summary>The one instance.</summary>
    public static PythonKeyComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(YamlValue? x, YamlValue? y) => (x, y) switch
    {
        (YamlString a, YamlString b) => a.Value == b.Value,
        (YamlSequence a, YamlSequence b) => a.Items.SequenceEqual(b.Items, this),
        _ when PythonNumber.IsNumber(x) && PythonNumber.IsNumber(y) => PythonNumber.Compare(x!, y!) == 0,
        _ => x is null ? y is null : x.Equals(y),
    };

    /// <inheritdoc/>
    public int GetHashCode(YamlValue value) => value switch
    {
        YamlString text => text.Value.GetHashCode(StringComparison.Ordinal),
        YamlBoolean boolean => BigInteger.One.GetHashCode() * (boolean.Value ? 1 : 0),
        YamlInteger { Value.IsZero: true } => 0,
        YamlInteger integer => integer.Value.GetHashCode(),
        YamlFloat { Value: 0 } => 0,
        YamlFloat number when double.IsInteger(number.Value) => new BigInteger(number.Value).GetHashCode(),
        _ => value.GetHashCode(),
    };
}

/// <summary>Python's comparison of <c>bool</c>, <c>int</c> and <c>float</c>: exact, whatever the sizes.</summary>
internal static class PythonNumber
{
    public static bool IsNumber(YamlValue? value) => value is YamlBoolean or YamlInteger or YamlFloat;

    /// <summary>As <see cref="IComparable{T}"/>; NaN equals itself and stands before every other number.</summary>
    public static int Compare(YamlValue x, YamlValue y)
    {
        if (x is YamlFloat a && y is YamlFloat b) return a.Value.CompareTo(b.Value);
        if (x is YamlFloat left) return -Compare(ToInteger(y), left.Value);
        if (y is YamlFloat right) return Compare(ToInteger(x), right.Value);
        return ToInteger(x).CompareTo(ToInteger(y));
    }

    private static int Compare(BigInteger x, double y)
    {
        if (double.IsNaN(y) || double.IsNegativeInfinity(y)) return 1;
        if (double.IsPositiveInfinity(y)) return -1;
        double floor = Math.Floor(y);
        int order = x.CompareTo(new BigInteger(floor));
        return order != 0 || y == floor ? order : -1;
    }

    private static BigInteger ToInteger(YamlValue value) =>
        value is YamlBoolean boolean ? (boolean.Value ? 1 : 0) : ((YamlInteger)value).Value;
}
