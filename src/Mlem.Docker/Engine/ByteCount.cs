using System.Globalization;

namespace Mlem.Docker.Engine;

/// <summary>Numbers of bytes for people.</summary>
internal static class ByteCount
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    public static string Text(long bytes)
    {
        double value = bytes;
        var unit = 0;
        for (; value >= 1000 && unit < Units.Length - 1; unit++)
            value /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {Units[unit]}");
    }
}
