using Mlem.Docker.Metadata;

namespace Mlem.Docker.Context;

/// <summary>The target of a folder export: what may be written to, and how it is replaced.</summary>
internal static class FolderTarget
{
    /// <summary>The folder itself where the target is a link to one: the link stays, and what it leads to is written.</summary>
    public static string Resolve(string target) => new FileInfo(target).LinkTarget is null
        ? target
        : RealPath.Find(target) ?? throw new MlemException(
            "TargetInvalid", MlemErrorCategory.InvalidArgument, Messages.FormatIsLinkThatLeadsInCircle(target), target, Messages.GiveAnotherTarget);

    public static void Check(string folder, bool force, DockerContext context)
    {
        if (File.Exists(folder))
        {
            throw new MlemException(
                "TargetIsFile", MlemErrorCategory.ResourceExists, Messages.FormatTargetIsFile(folder), folder,
                Messages.GiveAnotherTarget);
        }

        if (!HasContent(folder))
            return;
        if (!force)
            throw NotEmpty(folder);

        string real = RealPath.Find(folder) ?? folder;
        if (Needed(context).Any(path => RealPath.IsWithin(real, RealPath.Find(path) ?? path)))
        {
            throw new MlemException(
                "TargetInUse", MlemErrorCategory.InvalidArgument,
                Messages.FormatTargetInUse(folder), folder,
                Messages.GiveAnotherTarget);
        }
    }

    /// <summary>
    /// Puts a finished folder in the target's place; what was there goes only after that. Another user's call, whose claim is not
    /// seen, may have been faster: then its folder stays.
    /// </summary>
    /// <exception cref="MlemException"><c>TargetNotEmpty</c> or <c>TargetBusy</c>: it was.</exception>
    public static void Replace(string folder, string finished, bool force)
    {
        if (force && Directory.Exists(folder))
            ReplaceContent(folder, finished);
        else
            ReplaceEmpty(folder, finished);
    }

    // Both steps fail where there is content: a folder is deleted, and another renamed to its name, only while it is empty.
    private static void ReplaceEmpty(string folder, string finished)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder);
            Directory.Move(finished, folder);
        }
        catch (IOException) when (HasContent(folder))
        {
            throw NotEmpty(folder);
        }
    }

    private static void ReplaceContent(string folder, string finished)
    {
        string old = finished + ".old";
        try
        {
            Directory.Move(folder, old);
        }
        catch (DirectoryNotFoundException)
        {
            // Another call has just moved it away.
            throw Busy(folder);
        }

        try
        {
            Directory.Move(finished, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            DeleteQuietly(old);
            throw Busy(folder);
        }
        catch
        {
            Directory.Move(old, folder);
            throw;
        }

        DeleteQuietly(old);
    }

    /// <summary>The error for a target that another call is writing.</summary>
    public static MlemException Busy(string folder) => new(
        "TargetBusy", MlemErrorCategory.ResourceUnavailable, Messages.FormatTargetIsBeingWritten(folder), folder, Messages.TargetIsBeingWrittenRemedy);

    private static bool HasContent(string folder) => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();

    private static MlemException NotEmpty(string folder) => new(
        "TargetNotEmpty", MlemErrorCategory.ResourceExists, Messages.FormatTargetNotEmpty(folder), folder, Messages.TargetNotEmptyRemedy);

    public static void DeleteQuietly(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be deleted must not hide the error that led here; its name says what it is.
        }
    }

    private static IEnumerable<string> Needed(DockerContext context) =>
    [
        Environment.CurrentDirectory,
        .. context.Model.Path is { } model ? [model] : Array.Empty<string>(),
        .. context.Entries.OfType<FileEntry>().Select(entry => entry.SourcePath),
    ];
}
