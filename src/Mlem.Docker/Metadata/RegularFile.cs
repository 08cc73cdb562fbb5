using Microsoft.Win32.SafeHandles;

namespace Mlem.Docker.Metadata;

/// <summary>
/// Opens files that a model or a declaration names. Only regular files are read: opening a pipe, a socket or a device neither
/// waits nor reads. Where a file must lie is judged by what was opened and not by its name, which may be a link by then.
/// </summary>
internal static class RegularFile
{
    // More than any text that is read whole.
    private const long MaxText = 64L << 20;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <param name="within">The folders, or the file, in which it must lie, without links; null for anywhere.</param>
    /// <param name="named">How it was named, for messages; null for its path.</param>
    /// <exception cref="MlemException"><c>FileNotRegular</c> or <c>PathOutsideContext</c>.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle Open(string path, IReadOnlyList<string>? within = null, string? named = null)
    {
        SafeFileHandle file = OpenFile.Open(path);
        try
        {
            if (!OpenFile.IsRegular(file))
                throw NotRegular(path);
            if (within is not null && OpenFile.PathOf(file, path) is var real && !within.Any(w => RealPath.IsWithin(w, real)))
                throw Outside(named ?? path, real, within);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file for reading as a stream, without a buffer.</summary>
    public static FileStream OpenRead(string path, IReadOnlyList<string>? within = null, string? named = null)
    {
        SafeFileHandle file = Open(path, within, named);
        return new FileStream(file, FileAccess.Read, bufferSize: 0, file.IsAsync);
    }

    /// <summary>A text, decoded by its byte order mark, else as UTF-8; never more than it may have.</summary>
    public static string ReadAllText(string path, IReadOnlyList<string>? within = null, long maxLength = MaxText)
    {
        using FileStream stream = OpenRead(path, within);
        if (stream.Length > maxLength)
            throw new IOException(Messages.FormatFileTooLargeForText(path, maxLength >> 20));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The bytes of a small file; never more than 64 MiB.</summary>
    public static byte[] ReadAllBytes(string path, IReadOnlyList<string>? within = null)
    {
        using FileStream stream = OpenRead(path, within);
        if (stream.Length > MaxText)
            throw new IOException(Messages.FormatFileTooLargeForText(path, MaxText >> 20));
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static MlemException NotRegular(string path) => new(
        "FileNotRegular", MlemErrorCategory.InvalidData, Messages.FormatFileNotRegular(path), path, Messages.FileNotRegularRemedy);

    private static MlemException Outside(string path, string real, IReadOnlyList<string> within) => new(
        "PathOutsideContext",
        MlemErrorCategory.InvalidData,
        IsItself(path, real)
            ? Messages.FormatFileLiesOutside(real, string.Join(Path.PathSeparator, within))
            : Messages.FormatFileLeadsOutside(path, real, string.Join(Path.PathSeparator, within)),
        path,
        Messages.FileLeadsOutsideRemedy);

    // One of the folders above it may be a link; then it is no link itself.
    private static bool IsItself(string path, string real) =>
        RealPath.Find(Path.GetDirectoryName(Path.GetFullPath(path))!) is { } folder && Path.Combine(folder, Path.GetFileName(path)) == real;
}
