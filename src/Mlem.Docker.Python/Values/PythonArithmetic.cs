using System.Numerics;

namespace Mlem.Docker.Python.Values;

/// <summary>Python's <c>+ - * / // % **</c> on numbers.</summary>
internal static class PythonArithmetic
{
    private const long MaxBits = 1 << 20;

    public static object Apply(string operation, object left, object right) =>
        PythonNumber.IsInteger(left, out BigInteger a) && PythonNumber.IsInteger(right, out BigInteger b)
            ? Integers(operation, a, b)
            : Floats(operation, PythonNumber.ToDouble(left), PythonNumber.ToDouble(right));

    private static object Integers(string operation, BigInteger a, BigInteger b)
    {
        switch (operation)
        {
            case "+": return Checked(a + b);
            case "-": return Checked(a - b);
            case "*": return a.GetBitLength() + b.GetBitLength() > MaxBits ? throw TooLarge() : a * b;
            case "/": return b.IsZero ? throw ZeroDivision("division by zero") : Divide(a, b);
            case "//":
                return b.IsZero ? throw ZeroDivision("integer division or modulo by zero") : FloorDivide(a, b);
            case "%":
                return b.IsZero ? throw ZeroDivision("integer modulo by zero") : a - (FloorDivide(a, b) * b);
            default: return Power(a, b);
        }
    }

    private static object Power(BigInteger a, BigInteger b)
    {
        if (b.Sign < 0) return Floats("**", PythonNumber.ToDouble(a), PythonNumber.ToDouble(b));
        if (a.IsOne || a.IsZero || b.IsZero) return b.IsZero ? BigInteger.One : a;
        if (a == -1) return b.IsEven ? BigInteger.One : a;
        return b > MaxBits || a.GetBitLength() * b > MaxBits ? throw TooLarge() : BigInteger.Pow(a, (int)b);
    }

    private static object Floats(string operation, double x, double y)
    {
        switch (operation)
        {
            case "+": return x + y;
            case "-": return x - y;
            case "*": return x * y;
            case "/": return y == 0 ? throw ZeroDivision("float division by zero") : x / y;
            case "//": return FloorDivide(x, y).Quotient;
            case "%": return FloorDivide(x, y).Remainder;
            default:
                if (x == 0 && y < 0) throw ZeroDivision("0.0 cannot be raised to a negative power");
                if (x < 0 && double.IsFinite(x) && double.IsFinite(y) && y != Math.Floor(y))
                    throw PythonError.Value("complex numbers are not supported");
                double power = Math.Pow(x, y);
                return double.IsInfinity(power) && double.IsFinite(x) && double.IsFinite(y)
                    ? throw new PythonError(PythonErrorKind.Overflow, "Numerical result out of range")
                    : power;
        }
    }

    private static BigInteger FloorDivide(BigInteger a, BigInteger b)
    {
        BigInteger quotient = BigInteger.DivRem(a, b, out BigInteger rest);
        return !rest.IsZero && rest.Sign != b.Sign ? quotient - 1 : quotient;
    }

    private static (double Quotient, double Remainder) FloorDivide(double x, double y)
    {
        if (y == 0) throw ZeroDivision("float floor division by zero");
        double rest = x % y;
        double quotient = (x - rest) / y;
        if (rest != 0)
        {
            if ((y < 0) != (rest < 0)) (rest, quotient) = (rest + y, quotient - 1);
        }
        else
        {
            rest = Math.CopySign(0.0, y);
        }

        if (quotient == 0) return (Math.CopySign(0.0, x / y), rest);
        double floor = Math.Floor(quotient);
        return (quotient - floor > 0.5 ? floor + 1 : floor, rest);
    }

    private static double Divide(BigInteger a, BigInteger b)
    {
        const long Exact = 1L << 53;
        if (BigInteger.Abs(a) <= Exact && BigInteger.Abs(b) <= Exact) return (double)(long)a / (double)(long)b;

        // Correctly rounded, as Python's: 66 bits of quotient and a sticky bit, then one rounding by the parser.
        long shift = Math.Max(0, 66 - (a.GetBitLength() - b.GetBitLength()));
        BigInteger quotient = BigInteger.DivRem(BigInteger.Abs(a) << (int)shift, BigInteger.Abs(b), out BigInteger rest);
        if (!rest.IsZero) quotient |= 1;
        double result = Math.ScaleB(PythonNumber.ToDouble(quotient), (int)-shift);
        if (double.IsInfinity(result))
            throw new PythonError(PythonErrorKind.Overflow, "integer division result too large for a float");
        return a.Sign * b.Sign < 0 ? -result : result;
    }

    private static BigInteger Checked(BigInteger value) => value.GetBitLength() > MaxBits ? throw TooLarge() : value;

    private static PythonError TooLarge() => PythonError.Limit("the number is too large");

    private static PythonError ZeroDivision(string message) => new(PythonErrorKind.ZeroDivision, message);
}
