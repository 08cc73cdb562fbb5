using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Yaml;

/// <summary>Python's comparison of the numbers among loaded values.</summary>
public static class YamlNumber
{
    /// <summary>Python's <c>==</c>: <c>1</c>, <c>1.0</c> and <c>True</c> are equal.</summary>
    /// <param name="x">A value.</param>
    /// <param name="y">Another.</param>
    /// <returns>Whether they are equal; null when one is no number.</returns>
    public static bool? Equal(YamlValue x, YamlValue y) =>
        From(x) is { } a && From(y) is { } b ? PythonNumber.Compare(a, b) == 0 : null;

    /// <summary>A number as Python's values hold it; null for any other value.</summary>
    internal static object? From(YamlValue? value) => value switch
    {
        YamlBoolean boolean => boolean.Value,
        YamlInteger integer => integer.Value,
        YamlFloat number => number.Value,
        _ => null,
    };

    /// <summary>As <see cref="IComparable{T}"/>; NaN equals itself and stands before every other number.</summary>
    internal static int Compare(object x, object y) =>
        PythonNumber.Compare(x, y) ?? (y is double.NaN).CompareTo(x is double.NaN);
}
