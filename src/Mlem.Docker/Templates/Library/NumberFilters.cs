using System.Globalization;
using System.Numerics;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Library;

/// <summary>Filters on numbers.</summary>
internal static class NumberFilters
{
    private static readonly string[] Decimal = ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
    private static readonly string[] Binary = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];

    public static IEnumerable<Function> All { get; } =
    [
        new("abs", "", (v, _) => Abs(v)),
        new("filesizeformat", "binary=", (v, a) => FileSize(v, a.Flag(0))),
        new("float", "default=", (v, a) => TryFloat(v, out double d) ? d : a.Or(0, 0.0)),
        new("int", "default= base=", Int),
        new("round", "precision= method=", Round),
    ];

    /// <summary>Python's <c>float(value)</c>.</summary>
    public static bool TryFloat(object? value, out double result)
    {
        result = 0;
        if (value is Undefined undefined) throw undefined.Fail();
        if (PyTypes.IsNumber(value))
        {
            result = PyNumber.ToDouble(value);
            return true;
        }

        return PyTypes.AsText(value) is { } text && NumberReading.TryFloat(text, out result);
    }

    private static object Abs(object? value)
    {
        if (value is Undefined undefined) throw undefined.Fail();
        if (PyTypes.IsInteger(value, out BigInteger integer)) return BigInteger.Abs(integer);
        return value is double d ? Math.Abs(d) : throw PythonError.Type($"bad operand type for abs(): '{PyTypes.Name(value)}'");
    }

    private static object? Int(object? value, Bound a)
    {
        if (value is Undefined undefined) throw undefined.Fail();
        object? fallback = a.Or(0, BigInteger.Zero);
        if (PyTypes.IsInteger(value, out BigInteger integer)) return integer;
        if (PyTypes.AsText(value) is { } text && NumberReading.TryInteger(text, a.Int(1, 10), out integer)) return integer;
        return TryFloat(value, out double d) && !double.IsNaN(d) ? PyNumber.Truncate(d) : fallback;
    }

    private static object Round(object? value, Bound a)
    {
        string method = a.Has(1) ? PyTypes.AsText(a[1]) ?? string.Empty : "common";
        if (method is not ("common" or "ceil" or "floor")) throw PythonError.Value("method must be common, ceil or floor");
        if (value is Undefined undefined) throw undefined.Fail();
        if (!PyTypes.IsNumber(value)) throw PyTypes.Wrong(value, "a number");
        if (method == "common")
        {
            bool integer = PyTypes.IsInteger(value, out BigInteger whole);
            object? places = a.Or(0, BigInteger.Zero);
            if (places is null) return integer ? whole : PyNumber.Truncate(Math.Round((double)value!, MidpointRounding.ToEven));
            int precision = PyTypes.ToIndex(places);
            return integer ? RoundInteger(whole, precision) : PyFloat.Round((double)value!, precision);
        }

        object scale = PyNumber.Binary("**", new BigInteger(10), a.Or(0, BigInteger.Zero)!);
        object scaled = PyNumber.Binary("*", value!, scale);
        object rounded = scaled is double d ? PyNumber.Truncate(method == "ceil" ? Math.Ceiling(d) : Math.Floor(d)) : scaled;
        return PyNumber.Binary("/", rounded, scale);
    }

    private static BigInteger RoundInteger(BigInteger value, int places)
    {
        if (places >= 0) return value;
        if (places < -4300) return BigInteger.Zero;
        BigInteger unit = BigInteger.Pow(10, -places);
        return PyFloat.RoundHalfEven(BigInteger.Abs(value), unit) * unit * value.Sign;
    }

    private static string FileSize(object? value, bool binary)
    {
        if (!TryFloat(value, out double bytes)) throw PythonError.Value("could not convert to float");
        double unit = binary ? 1024 : 1000;
        if (bytes == 1) return "1 Byte";
        if (bytes < unit) return $"{PyNumber.Truncate(bytes).ToString(CultureInfo.InvariantCulture)} Bytes";
        double size = unit;
        for (int i = 0; ; i++, size *= unit)
        {
            if (bytes < size * unit || i == 7)
                return $"{PyFloat.Fixed(unit * bytes / (size * unit), 1)} {(binary ? Binary : Decimal)[i]}";
        }
    }
}
