using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Management.Automation.Internal;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.PowerShell.Conversion;

/// <summary>
/// Turns what people write in PowerShell (hashtables, arrays, custom objects, scalars) into the values that MLEM
/// files are made of. What YAML has no plain form for (dates, bytes, script blocks, secrets, arbitrary .NET objects)
/// is refused, with the place at which it stands.
/// </summary>
internal static class YamlValueConverter
{
    private const int MaximumDepth = 100;

    /// <summary>Converts a value and everything in it.</summary>
    /// <param name="value">The value as PowerShell passes it, wrapped in <see cref="PSObject"/> or not.</param>
    /// <param name="name">What the value is called in an error: a parameter's name.</param>
    /// <exception cref="MlemException">ValueNotConvertible, ValueTooDeep, DuplicateKey.</exception>
    public static YamlValue Convert(object? value, string name) => Convert(value, name, 0);

    private static YamlValue Convert(object? value, string path, int depth)
    {
        if (depth > MaximumDepth)
            throw TooDeep(path);

        return Unwrap(value) switch
        {
            null or DBNull => new YamlNull(),
            YamlValue yaml => yaml,
            PSObject custom => Mapping(Properties(custom), path, depth),
            IDictionary dictionary => Mapping(Entries(dictionary), path, depth),
            byte[] bytes => throw NotConvertible(bytes, path),
            object scalar when YamlScalarConverter.TryConvert(scalar) is YamlValue converted => converted,
            IEnumerable items => Sequence(items, path, depth),
            object other => throw NotConvertible(other, path),
        };
    }

    // A custom object's properties live in its PSObject, so that one stays wrapped.
    private static object? Unwrap(object? value) => value switch
    {
        _ when value == AutomationNull.Value => null,
        PSObject { BaseObject: PSCustomObject } custom => custom,
        PSObject wrapped => wrapped.BaseObject,
        _ => value,
    };

    private static YamlSequence Sequence(IEnumerable items, string path, int depth)
    {
        var values = new List<YamlValue>();
        foreach (object? item in items)
            values.Add(Convert(item, $"{path}[{values.Count}]", depth + 1));
        return new YamlSequence(values);
    }

    private static YamlMapping Mapping(IEnumerable<(object Key, object? Value)> entries, string path, int depth)
    {
        var converted = new List<KeyValuePair<YamlValue, YamlValue>>();
        var seen = new HashSet<YamlValue>();
        foreach ((object key, object? value) in entries)
        {
            YamlValue name = YamlScalarConverter.TryConvert(Unwrap(key)!) ?? throw NotConvertible(key, path);
            if (!seen.Add(name))
                throw Duplicate(key, path);
            converted.Add(new(name, Convert(value, $"{path}.{key}", depth + 1)));
        }

        return new YamlMapping(converted);
    }

    private static IEnumerable<(object, object?)> Properties(PSObject custom) =>
        custom.Properties.Select(property => ((object)property.Name, (object?)property.Value));

    private static IEnumerable<(object, object?)> Entries(IDictionary dictionary)
    {
        IEnumerable<DictionaryEntry> entries = dictionary.Cast<DictionaryEntry>();

        // The order of a @{} differs from process to process; the same input must give the same file.
        if (dictionary is Hashtable and not IOrderedDictionary)
            entries = entries.OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal);
        return entries.Select(entry => (entry.Key, entry.Value));
    }

    private static MlemException NotConvertible(object value, string path) => new(
        "ValueNotConvertible",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatValueNotConvertible(path, (value is PSObject wrapped ? wrapped.BaseObject : value).GetType().Name),
        path,
        Messages.ValueNotConvertibleRemedy);

    private static MlemException TooDeep(string path) => new(
        "ValueTooDeep",
        MlemErrorCategory.LimitsExceeded,
        Messages.FormatValueIsNestedMoreThanLevels(MaximumDepth, path[..Math.Min(path.Length, 80)]),
        recommendation: Messages.GiveValueWithoutCycles);

    private static MlemException Duplicate(object key, string path) => new(
        "DuplicateKey",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatDuplicateKey(path, key),
        path,
        Messages.DuplicateKeyRemedy);
}
