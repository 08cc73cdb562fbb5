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

        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
            return;
        if (!force)
        {
            throw new MlemException(
                "TargetNotEmpty", MlemErrorCategory.ResourceExists, Messages.FormatTargetNotEmpty(folder), folder,
                Messages.TargetNotEmptyRemedy);
        }

        string real = RealPath.Find(folder) ?? folder;
        if (Needed(context).Any(path => RealPath.IsWithin(real, RealPath.Find(path) ?? path)))
        {
            throw new MlemException(
                "TargetInUse", MlemErrorCategory.InvalidArgument,
                Messages.FormatTargetInUse(folder), folder,
                Messages.GiveAnotherTarget);
        }
    }

    /// <summary>Puts a finished folder in the target's place; what was there goes only after that.</summary>
    public static void Replace(string folder, string finished)
    {
        if (!Directory.Exists(folder))
        {
            Directory.Move(finished, folder);
            return;
        }

        string old = finished + ".old";
        Directory.Move(folder, old);
        try
        {
            Directory.Move(finished, folder);
        }
        catch
        {
            Directory.Move(old, folder);
            throw;
        }

        DeleteQuietly(old);
    }

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
