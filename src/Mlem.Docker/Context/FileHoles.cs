using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mlem.Docker.Context;

/// <summary>
/// Where an open file has data and where it has holes, which read as zeros. No API of .NET tells it; where the system or the
/// file system does not, all is data.
/// </summary>
internal static class FileHoles
{
    private const int Data = 3;
    private const int Hole = 4;
    private const int NoMoreData = 6;

    /// <summary>Where the next data begins, at <paramref name="position"/> or after it; <paramref name="length"/> where only a hole is left.</summary>
    public static long NextData(SafeFileHandle file, long position, long length)
    {
        if (!OperatingSystem.IsLinux())
            return position;
        long data = Seek(file, position, Data);
        return data >= 0
            ? Math.Clamp(data, position, length)
            : Marshal.GetLastPInvokeError() == NoMoreData ? length : position;
    }

    /// <summary>Where the data at <paramref name="position"/> ends.</summary>
    public static long NextHole(SafeFileHandle file, long position, long length)
    {
        long hole = OperatingSystem.IsLinux() ? Seek(file, position, Hole) : -1;
        return hole > position ? Math.Min(hole, length) : length;
    }

    [DllImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static extern long Seek(SafeFileHandle file, long offset, int whence);
}
