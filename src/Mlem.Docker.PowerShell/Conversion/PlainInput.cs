using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Numerics;
using System.Text.Json;

namespace Mlem.Docker.PowerShell.Conversion;

/// <summary>Unwraps what PowerShell passes into the plain values that the engine's converter takes.</summary>
internal static class PlainInput
{
    private const int MaxDepth = 60;

    /// <summary>The plain value: dictionaries, lists and single values. Properties of an object become a dictionary.</summary>
    /// <exception cref="MlemException">ValueTooDeep.</exception>
    public static object? From(object? value) => From(value, 0);

    /// <summary>What the engine answered, as PowerShell shows it: rows and dictionaries become custom objects.</summary>
    public static object? ToPowerShell(object? value) => value switch
    {
        IDictionary fields => Custom(fields),
        object?[] items => Array.ConvertAll(items, ToPowerShell),
        _ => value,
    };

    private static object? From(object? value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new MlemException(
                "ValueTooDeep",
                MlemErrorCategory.LimitsExceeded,
                Messages.FormatInputIsNestedMoreThanLevels(MaxDepth),
                recommendation: Messages.GiveValueWithoutCycles);
        }

        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            _ when plain == AutomationNull.Value => null,
            null or string or byte[] or JsonElement => plain,
            PSObject custom => Properties(custom.Properties, depth),
            Hashtable table when table is not IOrderedDictionary => Entries(new Hashtable(table.Count), table, depth),
            IDictionary fields => Entries(new OrderedDictionary(fields.Count), fields, depth),
            Array { Rank: > 1 } => plain,
            Array numbers when IsSingle(numbers.GetType().GetElementType()!) => plain,
            IEnumerable items => items.Cast<object?>().Select(i => From(i, depth + 1)).ToArray(),

            // Objects of classes are rows as they are; what lies deeper in them is not followed.
            _ when depth == 0 && !IsSingle(plain.GetType()) && plain is not FileInfo =>
                Properties(PSObject.AsPSObject(plain).Properties, MaxDepth - 2),
            _ => plain,
        };
    }

    private static bool IsSingle(Type type) => type.IsPrimitive || type.IsEnum || Type.GetTypeCode(type) != TypeCode.Object
        || type == typeof(BigInteger) || type == typeof(DateTimeOffset) || type == typeof(DateOnly)
        || type == typeof(TimeSpan) || type == typeof(Guid) || type == typeof(Uri);

    private static OrderedDictionary Properties(IEnumerable<PSPropertyInfo> properties, int depth)
    {
        var fields = new OrderedDictionary();
        foreach (PSPropertyInfo property in properties.Where(p => p.IsGettable))
            fields[property.Name] = From(property.Value, depth + 1);
        return fields;
    }

    // A hashtable stays one, so that the engine knows that it has no order; keys keep their type.
    private static IDictionary Entries(IDictionary result, IDictionary fields, int depth)
    {
        foreach (DictionaryEntry field in fields)
            result[field.Key is PSObject key ? key.BaseObject : field.Key] = From(field.Value, depth + 1);
        return result;
    }

    private static PSObject Custom(IDictionary fields)
    {
        var custom = new PSObject();
        foreach (DictionaryEntry field in fields)
            custom.Properties.Add(new PSNoteProperty((string)field.Key, ToPowerShell(field.Value)));
        return custom;
    }
}
