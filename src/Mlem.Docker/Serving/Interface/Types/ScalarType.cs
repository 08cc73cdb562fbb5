using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Serving;

/// <summary>The type of a single value: a NumPy or pandas dtype by its name, or a builtin type of Python.</summary>
/// <param name="Name">The name as the signature has it: <c>float64</c>, <c>Int64</c>, <c>datetime64[ns, UTC]</c>, <c>str</c>.</param>
/// <param name="Kind">What it is in JSON.</param>
/// <param name="Nullable">Whether a missing value is one of its values.</param>
internal sealed partial record ScalarType(string Name, ScalarKind Kind, bool Nullable)
{
    /// <summary>The smallest and largest integer; null for Python's own, which has no bounds.</summary>
    public (BigInteger Least, BigInteger Most)? Range { get; private init; }

    /// <summary>True for a time that knows its zone.</summary>
    public bool HasZone { get; private init; }

    /// <summary>The type of this name; one that is not known takes any value and leaves the check to the server.</summary>
    public static ScalarType Named(string name)
    {
        Match sparse = SparsePattern().Match(name);
        if (sparse.Success)
            return Named(sparse.Groups[1].Value) with { Name = name };
        Match integer = IntegerPattern().Match(name);
        if (integer.Success)
            return Integer(name, integer.Groups["sign"].Length > 0, integer.Groups["bits"].Value, char.IsUpper(name[^(integer.Groups["bits"].Length + 3)]));
        return name switch
        {
            "bool" or "bool_" => new(name, ScalarKind.Boolean, false),
            "boolean" => new(name, ScalarKind.Boolean, true),
            "NoneType" => new(name, ScalarKind.Nothing, true),
            "str" or "string" => new(name, ScalarKind.Text, name == "string"),
            _ when FloatPattern().IsMatch(name) => new(name, ScalarKind.Float, true),
            _ when name.StartsWith("complex", StringComparison.Ordinal) => new(name, ScalarKind.Complex, false),
            _ when TextPattern().IsMatch(name) => new(name, ScalarKind.Text, name.StartsWith("string", StringComparison.Ordinal)),
            _ when name.StartsWith("datetime64", StringComparison.Ordinal) =>
                new(name, ScalarKind.Time, true) { HasZone = name.Contains(',', StringComparison.Ordinal) },
            _ when name.StartsWith("timedelta64", StringComparison.Ordinal) => new(name, ScalarKind.Duration, true),
            _ => new(name, ScalarKind.Any, true),
        };
    }

    private static ScalarType Integer(string name, bool unsigned, string bits, bool nullable)
    {
        var type = new ScalarType(name, ScalarKind.Integer, nullable);
        if (!int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out int width) || width is 0 or > 1024)
            return type;
        return type with
        {
            Range = unsigned
                ? (BigInteger.Zero, (BigInteger.One << width) - 1)
                : (-(BigInteger.One << (width - 1)), (BigInteger.One << (width - 1)) - 1),
        };
    }

    [GeneratedRegex(@"^Sparse\[\s*([^,\]]+?)\s*(,.*)?\]$", RegexOptions.CultureInvariant)]
    private static partial Regex SparsePattern();

    // NumPy writes int64, pandas Int64 for the one that can be missing.
    [GeneratedRegex(@"^(?<sign>[uU]?)[iI]nt(?<bits>\d{0,4})$", RegexOptions.CultureInvariant)]
    private static partial Regex IntegerPattern();

    [GeneratedRegex(@"^([fF]loat\d*|bfloat16|half|double|longdouble)$", RegexOptions.CultureInvariant)]
    private static partial Regex FloatPattern();

    [GeneratedRegex(@"^(str\d+|[<>=|]?U\d*|string\[.*\])$", RegexOptions.CultureInvariant)]
    private static partial Regex TextPattern();
}
