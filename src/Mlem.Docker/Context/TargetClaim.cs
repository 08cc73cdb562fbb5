using System.Security.Cryptography;
using System.Text;

namespace Mlem.Docker.Context;

/// <summary>
/// One call's right to write a folder: of several at once, in this process or another, exactly one has it. The system takes it
/// back when the process ends, however that happens.
/// </summary>
internal sealed class TargetClaim : IDisposable
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;

    private readonly FileStream _lock;

    private TargetClaim(FileStream held) => _lock = held;

    /// <summary>Takes the claim.</summary>
    /// <exception cref="MlemException"><c>TargetBusy</c>: another call has it.</exception>
    public static TargetClaim Take(string folder)
    {
        // By what it really is, since two names may lead to it; not beside it, where nothing may stay.
        string real = Path.Combine(Metadata.RealPath.Find(Path.GetDirectoryName(folder)!) ?? folder, Path.GetFileName(folder));
        string name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(real)), 0, 16).ToLowerInvariant();
        string place = Place();
        try
        {
            // The file stays: one that is deleted under a lock lets two hold it.
            return new TargetClaim(new FileStream(
                Path.Combine(place, name + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
        }
        catch (IOException e) when (e.HResult is SharingViolation or WouldBlock or WouldBlockOnMac)
        {
            throw FolderTarget.Busy(folder);
        }
    }

    private static string Place()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string place = Path.Combine(home.Length > 0 ? home : Path.GetTempPath(), ".cache", "mlem-docker", "targets");
        try
        {
            return Directory.CreateDirectory(place).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A user without a home that can be written to.
            return Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"mlem-docker-{Environment.UserName}")).FullName;
        }
    }

    public void Dispose() => _lock.Dispose();
}
