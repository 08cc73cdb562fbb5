namespace Mlem.Docker.Context;

/// <summary>
/// Writes a context to a folder: beside the target first, then renamed, so that an error leaves no half-written folder
/// and a folder that is replaced is replaced whole (D8).
/// </summary>
internal static class FolderContextWriter
{
    /// <summary>Writes the folder.</summary>
    /// <param name="context">What to write.</param>
    /// <param name="target">The folder; it may be missing or empty, or have content when <paramref name="force"/> is given.</param>
    /// <param name="force">Whether content is replaced.</param>
    /// <param name="hardLink">Whether artifacts are linked where that can be.</param>
    /// <param name="observer">Hears of the progress.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left behind.</param>
    public static async Task<DockerDir> WriteAsync(
        DockerContext context, string target, bool force, bool hardLink, IOperationObserver observer, CancellationToken cancellationToken)
    {
        string named = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        string folder = FolderTarget.Resolve(named);
        FolderTarget.Check(folder, force, context);
        string parent = Path.GetDirectoryName(folder)
            ?? throw new MlemException(
                "TargetInvalid", MlemErrorCategory.InvalidArgument, Messages.FormatCannotBeDockerFolder(folder), target, Messages.GiveFolderBelowIt);
        string partial = Path.Combine(parent, $".{Path.GetFileName(folder)}.{Guid.NewGuid():N}.partial");
        using TargetClaim claim = Claim(parent, folder, target);
        try
        {
            // Another call may have filled it while this one waited for nothing.
            FolderTarget.Check(folder, force, context);
            CreateFolder(partial);
            await WriteEntriesAsync(context, partial, hardLink, observer, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            FolderTarget.Replace(folder, partial, force);
        }
        catch (Exception e)
        {
            FolderTarget.DeleteQuietly(partial);
            if (e is IOException or UnauthorizedAccessException)
                throw WriteFailed(folder, e);
            throw;
        }

        return new DockerDir(
            named,
            context.Model.Name,
            context.Server,
            context.BaseImage,
            (DockerDirFile[])[.. context.PlacedEntries.Select(e => new DockerDirFile(e.Path, e.Length))])
        {
            PythonVersion = context.PythonVersion,
            PythonReason = context.PythonReason,
        };
    }

    private static TargetClaim Claim(string parent, string folder, string target)
    {
        try
        {
            Directory.CreateDirectory(parent);
            return TargetClaim.Take(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WriteFailed(folder, e);
        }
    }

    private static async Task WriteEntriesAsync(
        DockerContext context, string folder, bool hardLink, IOperationObserver observer, CancellationToken cancellationToken)
    {
        string activity = Messages.FormatWritingDockerFolderOf(context.Model.Name);
        long written = 0;
        long total = context.TotalSize;
        var copy = new FileCopy(new ContentReading { Verify = context.Request.VerifyArtifacts }, hardLink, observer);
        foreach (ContextEntry entry in context.PlacedEntries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int percent = total == 0 ? -1 : (int)(written * 100 / total);
            observer.Progress(new OperationProgress(activity, entry.Path, percent));
            string path = Path.Combine(folder, entry.Path);
            CreateFolder(Path.GetDirectoryName(path)!);
            await copy.WriteAsync(entry, path, cancellationToken).ConfigureAwait(false);
            written += entry.Length;
        }

        observer.Progress(new OperationProgress(activity, "Done", 100, Completed: true));
    }

    // With the mode that it has in the tar, whatever the process's umask takes away: the builder copies it into the image.
    private static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        string parent = Path.GetDirectoryName(folder)!;
        if (!Directory.Exists(parent))
            CreateFolder(parent);
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, TarContextWriter.FolderMode);
    }

    private static MlemException WriteFailed(string folder, Exception e) => new(
        "DockerDirWriteFailed",
        MlemErrorCategory.WriteError,
        Messages.FormatDockerDirWriteFailed(folder, e.Message),
        folder,
        Messages.DockerDirWriteFailedRemedy,
        e);
}
