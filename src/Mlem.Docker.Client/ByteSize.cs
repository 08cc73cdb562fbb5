using System.Globalization;

namespace Mlem.Docker;

/// <summary>Sizes as people read them; used by the format views.</summary>
public static class ByteSize
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>A number of bytes in the largest unit in which it is at least 1: <c>1.4 kB</c>, as docker writes them.</summary>
    /// <param name="bytes">The number of bytes; null gives an empty text.</param>
    public static string Format(long? bytes)
    {
        if (bytes is not { } size)
            return string.Empty;
        double value = size;
        int unit = 0;
        for (; value >= 1000 && unit < Units.Length - 1; unit++)
            value /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {Units[unit]}");
    }
}
