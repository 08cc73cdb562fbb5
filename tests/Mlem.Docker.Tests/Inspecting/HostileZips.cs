using System.IO.Compression;
using System.Text;

namespace Mlem.Docker.Tests.Inspecting;

/// <summary>Zip files and NumPy's files around pickles.</summary>
internal static class HostileZips
{
    public static byte[] Of(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                stream.Write(content);
            }
        }

        return file.ToArray();
    }

    /// <summary>The name in the first local header becomes another of the same length.</summary>
    public static byte[] WithOtherLocalName(byte[] zip)
    {
        byte[] changed = [.. zip];
        changed[30] = (byte)'x';
        return changed;
    }

    public static byte[] Npy(byte[] pickle)
    {
        byte[] header = Encoding.ASCII.GetBytes("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }".PadRight(117) + "\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. pickle];
    }
}
