using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Mlem.Docker.Context;

namespace Mlem.Docker.Building.Weights;

/// <summary>
/// Remembers the SHA-256 of files between runs, so that an unchanged gigabyte is not read again. A hash is believed only
/// as long as the kernel's whole identity of the file is the one under which it was computed, and is remembered only if the
/// file had not changed for a while before: a second change within one tick of the clock would leave no trace.
/// </summary>
internal sealed class HashMemory(string folder)
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    /// <summary>The memory of the user: in the folder for what may be thrown away.</summary>
    public static HashMemory Default() => new(Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache)
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "mlem-docker",
        "sha256"));

    /// <summary>The SHA-256 of a file that has not changed since it was last read whole; null when that is not certain.</summary>
    public string? Find(SourceFile file)
    {
        if (Identify(file) is not { } identity)
            return null;
        try
        {
            string[] words = File.ReadAllText(Place(file.Path)).Split('\n');
            return words is [string known, { Length: 64 } hash, ..] && known == identity.ToString() ? hash : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Remembers a hash if the file is still what it was before the reading.</summary>
    public void Keep(SourceFile file, FileIdentity? before, string hash, DateTimeOffset begun)
    {
        if (before is not { } identity || identity.ChangedAt > begun - Settled || Identify(file) != identity)
            return;
        string place = Place(file.Path);
        string partial = $"{place}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(partial, $"{identity}\n{hash}\n");
            File.Move(partial, place, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without a memory, the file is read again next time; nothing else is lost.
        }
    }

    /// <summary>What the kernel says of a file now.</summary>
    public static FileIdentity? Identify(SourceFile file)
    {
        using SafeFileHandle handle = file.OpenHandle();
        return FileIdentity.Read(handle);
    }

    private string Place(string file) => Path.Combine(
        folder, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(file))), 0, 16).ToLowerInvariant());
}
