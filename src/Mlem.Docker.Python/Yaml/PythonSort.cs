namespace Mlem.Docker.Python.Yaml;

/// <summary>
/// The steps of Python's sort for short lists: with NaN among the keys there is no order, and what comes out depends
/// on which pairs are compared.
/// </summary>
internal static class PythonSort
{
    public static IReadOnlyList<T> Sort<T>(IReadOnlyList<T> items, Func<T, T, bool> isLess)
    {
        List<T> sorted = [.. items];
        int run = 1;
        if (sorted.Count > 1 && isLess(sorted[1], sorted[0]))
        {
            while (run < sorted.Count && isLess(sorted[run], sorted[run - 1])) run++;
            sorted.Reverse(0, run);
        }
        else
        {
            while (run < sorted.Count && !isLess(sorted[run], sorted[run - 1])) run++;
        }

        for (int next = run; next < sorted.Count; next++)
        {
            T item = sorted[next];
            int low = 0;
            int high = next;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (isLess(item, sorted[middle])) high = middle;
                else low = middle + 1;
            }

            sorted.RemoveAt(next);
            sorted.Insert(low, item);
        }

        return sorted;
    }
}
