using System.Text;

namespace Mlem.Docker.Metadata;

/// <summary>Writes .mlem files: beside the target first, then renamed, so that nobody ever reads half of one.</summary>
internal static class MlemObjectWriter
{
    public static async Task<MlemObject> SaveAsync(
        MlemObject value, string path, bool overwrite, CancellationToken cancellationToken)
    {
        string file = Path.GetFullPath(MlemPath.WithExtension(path));
        if (!overwrite && File.Exists(file))
        {
            throw new MlemException(
                "FileExists", MlemErrorCategory.ResourceExists, Messages.FormatFileExists(file), file,
                Messages.FileExistsRemedy);
        }

        string partial = $"{file}.{Guid.NewGuid():N}.partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(partial, value.ToYaml(), new UTF8Encoding(false), cancellationToken).ConfigureAwait(false);
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

        return value with { Path = file, ProjectRoot = MlemPath.FindProjectRoot(file) };
    }
}
