using System.Globalization;
using System.Numerics;

namespace Mlem.Docker.Python.Values;

/// <summary>Python's numbers: <c>bool</c> and <c>int</c> count as one, <c>float</c> is compared with them exactly.</summary>
internal static class PythonNumber
{
    public static bool IsNumber(object? value) => value is BigInteger or bool or double;

    public static bool IsInteger(object? value, out BigInteger integer)
    {
        integer = value switch { BigInteger i => i, bool b => b ? 1 : 0, _ => 0 };
        return value is BigInteger or bool;
    }

    /// <summary>Order of two numbers; null when one is NaN, so that no comparison holds.</summary>
    public static int? Compare(object left, object right)
    {
        bool leftIsInteger = IsInteger(left, out BigInteger a);
        bool rightIsInteger = IsInteger(right, out BigInteger b);
        if (leftIsInteger && rightIsInteger) return a.CompareTo(b);
        if (leftIsInteger) return -Compare((double)right, a);
        if (rightIsInteger) return Compare((double)left, b);
        (double x, double y) = ((double)left, (double)right);
        return double.IsNaN(x) || double.IsNaN(y) ? null : x.CompareTo(y);
    }

    /// <summary>A hash that is the same for numbers that are equal: <c>1</c>, <c>1.0</c> and <c>True</c>.</summary>
    public static int Hash(object value)
    {
        // Mixed with what is another in every process, so that no text can bring all its keys into one place of a table.
        if (IsInteger(value, out BigInteger integer)) return HashCode.Combine(integer);
        double d = (double)value;
        return double.IsInteger(d) ? HashCode.Combine(new BigInteger(d)) : Mixed(d);
    }

    /// <summary>A hash of a float that no text can foresee; 0.0 and -0.0 have the same, and so have all NaN.</summary>
    public static int Mixed(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value == 0 ? 0 : double.IsNaN(value) ? double.NaN : value);
        return HashCode.Combine((int)(bits >> 32), (int)bits);
    }

    /// <summary>Python's <c>float(value)</c> of a number.</summary>
    public static double ToDouble(object value)
    {
        if (!IsInteger(value, out BigInteger integer)) return (double)value;
        if (integer >= long.MinValue && integer <= long.MaxValue) return (long)integer;

        // BigInteger's own conversion cuts; Python rounds to even.
        double rounded = double.Parse(integer.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return double.IsInfinity(rounded)
            ? throw new PythonError(PythonErrorKind.Overflow, "int too large to convert to float")
            : rounded;
    }

    /// <summary>Python's <c>int(value)</c> of a float.</summary>
    public static BigInteger Truncate(double value)
    {
        if (double.IsNaN(value)) throw PythonError.Value("cannot convert float NaN to integer");
        return double.IsInfinity(value)
            ? throw new PythonError(PythonErrorKind.Overflow, "cannot convert float infinity to integer")
            : new BigInteger(value);
    }

    /// <summary>Python's <c>str()</c> of an int, which refuses more than 4,300 digits.</summary>
    public static string Repr(BigInteger value)
    {
        const int MaxDigits = 4300;
        string digits = value.ToString(CultureInfo.InvariantCulture);
        return digits.Length - (value.Sign < 0 ? 1 : 0) > MaxDigits
            ? throw PythonError.Value($"Exceeds the limit ({MaxDigits} digits) for integer string conversion")
            : digits;
    }

    private static int? Compare(double value, BigInteger integer)
    {
        if (double.IsNaN(value)) return null;
        if (double.IsInfinity(value)) return value > 0 ? 1 : -1;
        int whole = new BigInteger(Math.Floor(value)).CompareTo(integer);
        return whole == 0 && value != Math.Floor(value) ? 1 : whole;
    }
}
