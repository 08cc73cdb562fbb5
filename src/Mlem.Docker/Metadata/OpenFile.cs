using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mlem.Docker.Metadata;

/// <summary>What the system says of an open file. No API of .NET opens without waiting, tells a pipe from a file, or names what is open.</summary>
internal static class OpenFile
{
    private const int Directory = 0x4000;
    private const int Regular = 0x8000;
    private const int KindMask = 0xf000;
    private const int DiskFile = 1;

    /// <summary>Opens for reading and never waits: a pipe without a writer is open at once.</summary>
    public static SafeFileHandle Open(string path)
    {
        if (path.Contains('\0'))
            throw new FileNotFoundException(Messages.FormatPathHoldsNul(path.Replace('\0', '?')));
        // O_NONBLOCK, O_NOCTTY and O_CLOEXEC have numbers of their own on each system.
        int flags = OperatingSystem.IsLinux() ? 0x800 | 0x100 | 0x80000 : OperatingSystem.IsMacOS() ? 0x4 | 0x20000 | 0x1000000 : 0;
        if (flags == 0)
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.Asynchronous | FileOptions.SequentialScan);
        int opened = OpenUnix(path, flags);
        return opened >= 0 ? new SafeFileHandle(opened, ownsHandle: true) : throw Failure(path, Marshal.GetLastPInvokeError());
    }

    public static bool IsRegular(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
            return GetFileType(file) == DiskFile;
        if (!OperatingSystem.IsLinux())
            return IsSeekable(file);
        byte[] stat = new byte[256];
        if (StatX(file, string.Empty, 0x1000, 1, stat) != 0)
            return IsSeekable(file);
        return (BitConverter.ToUInt16(stat, 28) & KindMask) switch
        {
            Regular => true,
            // As .NET says of a folder.
            Directory => throw new UnauthorizedAccessException(Messages.ItIsFolder),
            _ => false,
        };
    }

    /// <summary>Where an open file lies, without links; what its name leads to where the system does not say it.</summary>
    public static string PathOf(SafeFileHandle file, string name)
    {
        if (OperatingSystem.IsWindows())
            return FinalPath(file) ?? string.Empty;
        string? open = OperatingSystem.IsLinux() ? new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget : null;
        return open ?? RealPath.Find(name) ?? string.Empty;
    }

    private static bool IsSeekable(SafeFileHandle file)
    {
        using var stream = new FileStream(new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, 0);
        return stream.CanSeek;
    }

    private static string? FinalPath(SafeFileHandle file)
    {
        char[] buffer = new char[32768];
        uint length = GetFinalPathNameByHandle(file, buffer, (uint)buffer.Length, 0);
        if (length == 0 || length >= buffer.Length)
            return null;
        string path = new(buffer, 0, (int)length);
        return path.StartsWith(@"\\?\UNC\", StringComparison.Ordinal) ? @"\\" + path[8..]
            : path.StartsWith(@"\\?\", StringComparison.Ordinal) ? path[4..]
            : path;
    }

    private static Exception Failure(string path, int error) => error switch
    {
        2 or 20 => new FileNotFoundException(Messages.ThereIsNoSuchFile, path),
        1 or 13 => new UnauthorizedAccessException(Marshal.GetPInvokeErrorMessage(error)),
        // A socket has nothing to open (ENXIO, and EOPNOTSUPP on macOS).
        6 or 102 => new MlemException(
            "FileNotRegular", MlemErrorCategory.InvalidData, Messages.FormatFileNotRegular(path), path, Messages.FileNotRegularRemedy),
        _ => new IOException(Marshal.GetPInvokeErrorMessage(error)),
    };

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int OpenUnix([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int StatX(
        SafeFileHandle file, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] buffer);

    [DllImport("kernel32.dll", EntryPoint = "GetFinalPathNameByHandleW", CharSet = CharSet.Unicode)]
    private static extern uint GetFinalPathNameByHandle(SafeFileHandle file, [Out] char[] path, uint length, uint flags);

    [DllImport("kernel32.dll")]
    private static extern uint GetFileType(SafeFileHandle file);
}
