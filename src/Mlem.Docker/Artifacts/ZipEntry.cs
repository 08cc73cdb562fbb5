namespace Mlem.Docker.Artifacts;

/// <summary>An entry of a zip file's central directory (APPNOTE.TXT 4.3.12).</summary>
/// <param name="Name">Its path.</param>
/// <param name="Method">How it is compressed: 0 not at all, 8 by deflate.</param>
/// <param name="Compressed">How many bytes it has in the file.</param>
/// <param name="Length">How many bytes it has when it is unpacked.</param>
/// <param name="Header">Where its local header stands.</param>
internal sealed record ZipEntry(string Name, int Method, long Compressed, long Length, long Header);
