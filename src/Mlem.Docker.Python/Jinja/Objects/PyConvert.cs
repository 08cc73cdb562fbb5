using System.Collections;
using System.Globalization;
using System.Numerics;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>Makes C# values into Python's. Collections are copied, so that no template changes its caller's.</summary>
internal static class PyConvert
{
    public static object? FromObject(object? value, Budget budget)
    {
        Budget.CheckStack();
        budget.Items(1);
        return value switch
        {
            null or string or bool or BigInteger or double => value,
            float f => (double)f,
            decimal d => (double)d,
            sbyte or byte or short or ushort or int or uint or long =>
                new BigInteger(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            ulong u => new BigInteger(u),
            char c => c.ToString(),
            Enum e => e.ToString(),
            IEnumerable<KeyValuePair<string, object?>> pairs => FromPairs(pairs, budget),
            IEnumerable<KeyValuePair<string, string>> pairs =>
                FromPairs(pairs.Select(p => new KeyValuePair<string, object?>(p.Key, p.Value)), budget),
            IDictionary dictionary => FromDictionary(dictionary, budget),
            IEnumerable items => new PyList([.. items.Cast<object?>().Select(i => FromObject(i, budget))]),
            _ => throw new ArgumentException($"A template cannot take a value of type {value.GetType()}.", nameof(value)),
        };
    }

    private static PyDict FromPairs(IEnumerable<KeyValuePair<string, object?>> pairs, Budget budget)
    {
        PyDict dict = new();
        foreach ((string key, object? value) in pairs) dict[key] = FromObject(value, budget);
        return dict;
    }

    private static PyDict FromDictionary(IDictionary dictionary, Budget budget)
    {
        PyDict dict = new();
        foreach (DictionaryEntry entry in dictionary) dict[FromObject(entry.Key, budget)] = FromObject(entry.Value, budget);
        return dict;
    }
}
