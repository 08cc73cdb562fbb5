using System.Text;

namespace Mlem.Docker.Exporting;

/// <summary>Writes an exported file: beside the target first, then renamed, so that nobody ever reads half of one.</summary>
internal static class ExportFile
{
    /// <summary>Refuses a file that is there already, and what is a folder.</summary>
    /// <exception cref="MlemException"><c>FileExists</c>, <c>FileWriteFailed</c>.</exception>
    public static void Check(string file, bool overwrite)
    {
        if (Directory.Exists(file) || Path.EndsInDirectorySeparator(file))
        {
            throw new MlemException(
                "FileWriteFailed", MlemErrorCategory.WriteError, Messages.FormatExportFileIsFolder(file), file, Messages.GiveANameOfAFile);
        }

        if (!overwrite && File.Exists(file))
        {
            throw new MlemException(
                "FileExists", MlemErrorCategory.ResourceExists, Messages.FormatFileExists(file), file, Messages.FileExistsRemedy);
        }
    }

    /// <exception cref="MlemException"><c>FileExists</c>, <c>FileWriteFailed</c>.</exception>
    public static async Task WriteAsync(string file, string text, bool overwrite, CancellationToken cancellationToken)
    {
        Check(file, overwrite);
        string partial = $"{file}.{Guid.NewGuid():N}.partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(partial, text, new UTF8Encoding(false), cancellationToken).ConfigureAwait(false);
            File.Move(partial, file, overwrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlemException(
                "FileWriteFailed", MlemErrorCategory.WriteError, Messages.FormatFileWriteFailed(file, e.Message), file,
                Messages.FileWriteFailedRemedy, e);
        }
        finally
        {
            if (File.Exists(partial))
                File.Delete(partial);
        }
    }
}
