using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mlem.Docker.Context;

/// <summary>
/// Copies without a detour through this process: a clone where the file system shares blocks, else copied ranges, with the
/// source's holes left holes.
/// </summary>
internal static class KernelCopy
{
    private const nuint Clone = 0x40049409;
    private const int Here = -100;
    private const int FollowLinks = 0x400;

    // So long that a cancellation waits for no more than this.
    private const long RangeSize = 64L << 20;

    /// <summary>Copies a whole file; false where the kernel or the file system cannot, and then the target is empty.</summary>
    public static bool TryCopy(SafeFileHandle source, SafeFileHandle target, long length, CancellationToken cancellationToken)
    {
        if (length == 0 || Control(target, Clone, source) == 0)
            return true;
        long position = 0;
        while (position < length)
        {
            position = FileHoles.NextData(source, position, length);
            long end = position < length ? FileHoles.NextHole(source, position, length) : length;
            while (position < end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long from = position;
                long to = position;
                long count = CopyRange(source, ref from, target, ref to, (nint)Math.Min(RangeSize, end - position), 0);
                if (count < 0)
                {
                    RandomAccess.SetLength(target, 0);
                    return false;
                }

                if (count == 0)
                    end = length = position; // the file has become shorter, which the caller sees
                position += count;
            }
        }

        RandomAccess.SetLength(target, length);
        return true;
    }

    /// <summary>
    /// Gives an open file a second name: the very file, whatever its first name leads to by now. False where it cannot have one there.
    /// </summary>
    public static bool TryLink(SafeFileHandle file, string name) => OperatingSystem.IsLinux()
        && LinkAt(Here, $"/proc/self/fd/{file.DangerousGetHandle()}", Here, name, FollowLinks) == 0;

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int Control(SafeFileHandle target, nuint request, SafeFileHandle source);

    [DllImport("libc", EntryPoint = "copy_file_range", SetLastError = true)]
    private static extern nint CopyRange(SafeFileHandle source, ref long from, SafeFileHandle target, ref long to, nint count, uint flags);

    [DllImport("libc", EntryPoint = "linkat", SetLastError = true)]
    private static extern int LinkAt(
        int fileFolder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string file,
        int nameFolder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        int flags);
}
