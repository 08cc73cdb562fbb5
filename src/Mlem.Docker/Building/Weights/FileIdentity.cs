using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mlem.Docker.Building.Weights;

/// <summary>
/// What the kernel says of an open file. Its change time moves with everything that is written to the file or its
/// metadata, and no program can set it: while all of this is the same, so is the content. Linux only.
/// </summary>
internal readonly record struct FileIdentity(ulong Device, ulong Number, long Size, long Modified, long Changed)
{
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7ff;
    private const int BufferSize = 256;
    private const long Nanoseconds = 1_000_000_000;

    /// <summary>When the content or the metadata last changed.</summary>
    public DateTimeOffset ChangedAt => DateTimeOffset.UnixEpoch.AddTicks(Changed / 100);

    /// <summary>The identity of an open file; null where the system does not tell it.</summary>
    public static FileIdentity? Read(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        byte[] stat = new byte[BufferSize];
        try
        {
            if (Stat(file, string.Empty, EmptyPath, BasicStats, stat) != 0)
                return null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        return new FileIdentity(
            ((ulong)BitConverter.ToUInt32(stat, 136) << 32) | BitConverter.ToUInt32(stat, 140),
            BitConverter.ToUInt64(stat, 32),
            (long)BitConverter.ToUInt64(stat, 40),
            Time(stat, 112),
            Time(stat, 96));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Device:x} {Number} {Size} {Modified} {Changed}");

    private static long Time(byte[] stat, int at) => (BitConverter.ToInt64(stat, at) * Nanoseconds) + BitConverter.ToUInt32(stat, at + 8);

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Stat(
        SafeFileHandle folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] buffer);
}
