using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.PowerShell.Conversion;

/// <summary>Converts single values: the .NET types that PowerShell's literals and its everyday cmdlets give.</summary>
internal static class YamlScalarConverter
{
    /// <summary>The value's counterpart, or null when it is no scalar that YAML has a plain form for.</summary>
    public static YamlValue? TryConvert(object value) => value switch
    {
        string text => new YamlString(text),
        char character => new YamlString(character.ToString()),
        bool flag => new YamlBoolean(flag),
        SwitchParameter flag => new YamlBoolean(flag.IsPresent),
        Enum name => new YamlString(name.ToString()),
        sbyte or short or int or long => new YamlInteger(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        byte or ushort or uint or ulong => new YamlInteger(Convert.ToUInt64(value, CultureInfo.InvariantCulture)),
        BigInteger number => new YamlInteger(number),
        double number => new YamlFloat(number),
        float number => new YamlFloat(Widen(number)),
        decimal number => new YamlFloat((double)number),
        Uri uri => new YamlString(uri.OriginalString),
        FileSystemInfo file => new YamlString(file.FullName),
        Version or Guid => new YamlString(value.ToString()!),
        _ => null,
    };

    // By way of the shortest text: 0.1 stays 0.1 and does not become 0.10000000149011612.
    private static double Widen(float number) => double.Parse(
        number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
