using System.Text;

namespace Mlem.Docker.Python.Values;

/// <summary>Text counted as Python counts it: by code points, where C# counts UTF-16 units.</summary>
internal static class CodePoints
{
    public static int Length(string text)
    {
        int pairs = 0;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (!char.IsSurrogatePair(text[i], text[i + 1])) continue;
            pairs++;
            i++;
        }

        return text.Length - pairs;
    }

    public static IEnumerable<object?> Each(string text)
    {
        for (int i = 0; i < text.Length;)
        {
            int width = Width(text, i);
            yield return text.Substring(i, width);
            i += width;
        }
    }

    public static string Pick(string text, int[] indices)
    {
        StringBuilder result = new(indices.Length);
        if (!text.Any(char.IsSurrogate))
        {
            foreach (int i in indices) result.Append(text[i]);
            return result.ToString();
        }

        string[] points = [.. Each(text).Cast<string>()];
        foreach (int i in indices) result.Append(points[i]);
        return result.ToString();
    }

    /// <summary>The UTF-16 position of a code point.</summary>
    public static int ToUnits(string text, int point)
    {
        int unit = 0;
        while (point-- > 0 && unit < text.Length) unit += Width(text, unit);
        return unit;
    }

    /// <summary>The code point at a UTF-16 position.</summary>
    public static int FromUnits(string text, int unit) => Length(text[..unit]);

    private static int Width(string text, int unit) =>
        unit + 1 < text.Length && char.IsSurrogatePair(text[unit], text[unit + 1]) ? 2 : 1;
}
