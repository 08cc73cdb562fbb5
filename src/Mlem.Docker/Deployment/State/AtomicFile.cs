using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Mlem.Docker.Deployment;

/// <summary>
/// Writes a file so that a reader sees the old text or the new one, never a part, also after a power cut: a temporary
/// file beside it, flushed to the disk, takes its name, and then the folder is flushed.
/// </summary>
internal static class AtomicFile
{
    private const int ReadOnly = 0;

    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        string target = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, true)!.FullName;
        string folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        string prefix = $".{Path.GetFileName(target)}.";
        string temporary = Path.Combine(folder, $"{prefix}{Convert.ToHexString(RandomNumberGenerator.GetBytes(4))}.tmp");
        try
        {
            var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await using (stream.ConfigureAwait(false))
            {
                if (!OperatingSystem.IsWindows() && File.Exists(target))
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
                await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        FlushFolder(folder);
        Sweep(folder, prefix);
    }

    public static void Delete(string path)
    {
        if (!File.Exists(path))
            return;
        File.Delete(path);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    // A writer that was killed leaves its temporary file; whoever writes next holds the lock, so nobody uses it.
    private static void Sweep(string folder, string prefix)
    {
        foreach (string old in Directory.EnumerateFiles(folder, prefix + "*.tmp"))
        {
            if (Path.GetFileName(old).Length == prefix.Length + 12)
                File.Delete(old);
        }
    }

    // .NET opens no folders; Windows makes a rename durable by itself.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int handle = Open(folder, ReadOnly);
        if (handle < 0)
            return;
        _ = Flush(handle);
        _ = Close(handle);
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Flush(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
