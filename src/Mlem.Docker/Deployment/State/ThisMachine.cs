using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mlem.Docker.Deployment;

/// <summary>What tells this machine from others: its id where it has one, and its name.</summary>
internal static class ThisMachine
{
    /// <summary>Gets the machine as a text; not secret, and not meant to be read.</summary>
    public static string Identity => $"{ReadId()}\n{Environment.MachineName}";

    /// <summary>Gets the machine as eight digits.</summary>
    public static string Digits =>
        (BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Identity))) % 100_000_000).ToString("00000000", System.Globalization.CultureInfo.InvariantCulture);

    private static string ReadId()
    {
        foreach (string path in (string[])["/etc/machine-id", "/var/lib/dbus/machine-id"])
        {
            try
            {
                return File.ReadAllText(path).Trim();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Not every system has one; the name alone has to do.
            }
        }

        return string.Empty;
    }
}
