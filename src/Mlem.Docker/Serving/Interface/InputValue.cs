using System.Collections;
using System.Globalization;

namespace Mlem.Docker.Serving;

/// <summary>What values from outside may be: dictionaries, lists, single values, and JSON that was parsed.</summary>
internal static class InputValue
{
    private const int ShownCharacters = 40;

    /// <summary>True for a dictionary or a list, which are several values.</summary>
    public static bool IsComposite(object? value) =>
        value is IDictionary || AsList(value) is not null;

    /// <summary>The items of a list, or null when the value is no list. An array with dimensions is a list of lists.</summary>
    public static IReadOnlyList<object?>? AsList(object? value) => value switch
    {
        null or string or IDictionary or byte[] => null,
        IReadOnlyList<object?> list => list,
        Array { Rank: > 1 } array => Dimension(array, new int[array.Rank], 0),
        IEnumerable items => [.. items.Cast<object?>()],
        _ => null,
    };

    /// <summary>How many lists stand one in the other, by the first item of each: 0 for a single value.</summary>
    public static int Depth(object? value)
    {
        int depth = 0;
        for (object? inner = value; AsList(inner) is { } list; inner = list.Count > 0 ? list[0] : null)
            depth++;
        return depth;
    }

    /// <summary>A value for a message: what kind it is, or the value itself, cut where it is long.</summary>
    public static string Describe(object? value) => value switch
    {
        null or DBNull => "null",
        string text => $"'{Cut(text)}'",
        IDictionary => Messages.AnObject,
        bool flag => flag ? "true" : "false",
        _ when AsList(value) is { } list => Messages.FormatAnArrayOfListCount(list.Count),
        IFormattable number => Cut(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => $"a {value.GetType().Name}",
    };

    /// <summary>By way of the shortest text: 0.1 stays 0.1 and does not become 0.10000000149011612.</summary>
    public static double Widen(float number) => double.Parse(
        number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static object?[] Dimension(Array array, int[] place, int dimension)
    {
        var items = new object?[array.GetLength(dimension)];
        for (int i = 0; i < items.Length; i++)
        {
            place[dimension] = array.GetLowerBound(dimension) + i;
            items[i] = dimension == array.Rank - 1 ? array.GetValue(place) : Dimension(array, place, dimension + 1);
        }

        return items;
    }

    private static string Cut(string text)
    {
        string shown = text.Length > ShownCharacters ? text[..ShownCharacters] + "…" : text;
        return string.Concat(shown.Select(c => char.IsControl(c) ? ' ' : c));
    }
}
