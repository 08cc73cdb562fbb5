using System.Globalization;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>Python's <c>str()</c> of a number, as pydantic applies it where a field is text and a number was given.</summary>
internal static class PythonText
{
    public static string Of(YamlFloat value)
    {
        double d = value.Value;
        if (double.IsNaN(d))
            return "nan";
        if (double.IsInfinity(d))
            return d > 0 ? "inf" : "-inf";
        // Python switches to an exponent below 1e-4 and from 1e16 on; .NET's shortest digits are the same digits.
        string digits = d.ToString("E16", CultureInfo.InvariantCulture);
        int exponent = int.Parse(digits[(digits.IndexOf('E') + 1)..], CultureInfo.InvariantCulture);
        string shortest = d.ToString("R", CultureInfo.InvariantCulture);
        return exponent is < -4 or >= 16 && d != 0 ? Scientific(shortest) : Plain(d, shortest);
    }

    private static string Plain(double d, string shortest)
    {
        string text = shortest.Contains('E', StringComparison.Ordinal)
            ? ((decimal)d).ToString(CultureInfo.InvariantCulture)
            : shortest;
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }

    private static string Scientific(string shortest)
    {
        string sign = shortest.StartsWith('-') ? "-" : string.Empty;
        string body = shortest[sign.Length..];
        int e = body.IndexOf('E');
        int exponent = e < 0 ? 0 : int.Parse(body[(e + 1)..], CultureInfo.InvariantCulture);
        string mantissa = e < 0 ? body : body[..e];
        int point = mantissa.IndexOf('.');
        string whole = point < 0 ? mantissa : mantissa[..point];
        string all = (whole + (point < 0 ? string.Empty : mantissa[(point + 1)..])).TrimStart('0');
        int lead = (whole + (point < 0 ? string.Empty : mantissa[(point + 1)..])).Length - all.Length;
        exponent += whole.Length - 1 - lead;
        all = all.TrimEnd('0');
        string fraction = all.Length > 1 ? "." + all[1..] : string.Empty;
        string expSign = exponent < 0 ? "-" : "+";
        return $"{sign}{all[0]}{fraction}e{expSign}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
    }
}
