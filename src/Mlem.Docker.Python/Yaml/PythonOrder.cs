using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Yaml;

/// <summary>Python's <c>sorted()</c> over keys: by code points, by number, by time; unsorted when two do not compare.</summary>
internal static class PythonOrder
{
    public static IReadOnlyList<KeyValuePair<YamlValue, YamlValue>> Sort(
        IReadOnlyList<KeyValuePair<YamlValue, YamlValue>> entries) => Sort(entries, e => e.Key);

    public static IReadOnlyList<YamlValue> Sort(IReadOnlyList<YamlValue> items) => Sort(items, i => i);

    private static IReadOnlyList<T> Sort<T>(IReadOnlyList<T> items, Func<T, YamlValue> keyOf)
    {
        if (items.Count < 2 || IsSorted(items, keyOf)) return items;
        for (int i = 1; i < items.Count; i++)
        {
            if (!CanCompare(keyOf(items[0]), keyOf(items[i]))) return items;
        }

        if (items.Any(i => IsNaN(keyOf(i)))) return PythonSort.Sort(items, (x, y) => IsLess(keyOf(x), keyOf(y)));
        try
        {
            // Stable, as Python's is.
            return [.. items.OrderBy(keyOf, Comparer<YamlValue>.Create(Compare))];
        }
        catch (InvalidOperationException)
        {
            return items;
        }
    }

    private static bool IsSorted<T>(IReadOnlyList<T> items, Func<T, YamlValue> keyOf)
    {
        for (int i = 1; i < items.Count; i++)
        {
            if (keyOf(items[i - 1]) is not YamlString a || keyOf(items[i]) is not YamlString b) return false;
            if (PythonText.Compare(a.Value, b.Value) > 0) return false;
        }

        return true;
    }

    private static bool CanCompare(YamlValue x, YamlValue y) => (x, y) switch
    {
        (YamlString, YamlString) or (YamlBinary, YamlBinary) or (YamlDate, YamlDate) => true,
        (YamlSequence, YamlSequence) => true,
        (YamlTimestamp a, YamlTimestamp b) => a.Offset.HasValue == b.Offset.HasValue,
        _ => YamlNumber.From(x) is not null && YamlNumber.From(y) is not null,
    };

    private static bool IsNaN(YamlValue value) => value is YamlFloat { Value: double.NaN };

    private static bool IsLess(YamlValue x, YamlValue y) => !IsNaN(x) && !IsNaN(y) && Compare(x, y) < 0;

    private static int Compare(YamlValue x, YamlValue y) => (x, y) switch
    {
        (YamlString a, YamlString b) => PythonText.Compare(a.Value, b.Value),
        (YamlBinary a, YamlBinary b) => a.Value.Span.SequenceCompareTo(b.Value.Span),
        (YamlDate a, YamlDate b) => a.Value.CompareTo(b.Value),
        (YamlTimestamp a, YamlTimestamp b) => a.Moment.CompareTo(b.Moment),
        (YamlSequence a, YamlSequence b) => CompareItems(a.Items, b.Items),
        _ when YamlNumber.From(x) is { } a && YamlNumber.From(y) is { } b => YamlNumber.Compare(a, b),
        _ => throw new InvalidOperationException("The keys do not compare."),
    };

    private static int CompareItems(IReadOnlyList<YamlValue> x, IReadOnlyList<YamlValue> y)
    {
        for (int i = 0; i < x.Count && i < y.Count; i++)
        {
            if (!PythonKeyComparer.Instance.Equals(x[i], y[i])) return Compare(x[i], y[i]);
        }

        return x.Count.CompareTo(y.Count);
    }
}
