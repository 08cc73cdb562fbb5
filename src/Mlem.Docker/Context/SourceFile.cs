using Microsoft.Win32.SafeHandles;
using Mlem.Docker.Metadata;

namespace Mlem.Docker.Context;

/// <summary>A file of this machine that goes into a context, as it was when the context was described.</summary>
/// <param name="Path">The file itself, once every link is followed.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Within">The folders in one of which it must lie when it is read, without links.</param>
internal sealed record SourceFile(string Path, long Length, IReadOnlyList<string> Within)
{
    /// <summary>Looks at a file that may lie in one of some folders, or be reached there by a link.</summary>
    /// <exception cref="MlemException"><c>FileNotRegular</c> or <c>PathOutsideContext</c>.</exception>
    public static SourceFile Find(string path, params IEnumerable<string?> folders)
    {
        string[] within = Folders(folders);
        string real = RealPath.Find(path) ?? path;
        using FileStream stream = Readable(path, () => RegularFile.OpenRead(real, within, path));
        return new SourceFile(real, stream.Length, within);
    }

    /// <summary>Folders without links; what is null or not there is left out.</summary>
    public static string[] Folders(params IEnumerable<string?> folders) => [.. folders.OfType<string>().Select(RealPath.Find).OfType<string>().Distinct()];

    /// <summary>Opens it if it still lies where it may.</summary>
    public FileStream Open() => Open(Path, Within);

    /// <summary>The same, for what is done to the file by its handle.</summary>
    public SafeFileHandle OpenHandle() => Readable(Path, () => RegularFile.Open(Path, Within));

    private static FileStream Open(string path, IReadOnlyList<string> within) => Readable(path, () => RegularFile.OpenRead(path, within));

    private static T Readable<T>(string path, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlemException(
                "SourceFileUnreadable", MlemErrorCategory.ReadError, Messages.FormatSourceFileUnreadable(path, e.Message), path,
                Messages.SourceFileUnreadableRemedy, e);
        }
    }
}
