using System.Text;
using Mlem.Docker.Repositories;

namespace Mlem.Docker.Context;

/// <summary>Says what is wrong with an artifact's file, as far as the file itself tells.</summary>
internal static class ArtifactProblem
{
    private const int PointerLength = 1024;

    /// <summary>A file that is not there.</summary>
    public static MlemException NotFound(MlemArtifact artifact, string message, string file) => new(
        "ArtifactNotFound",
        MlemErrorCategory.ObjectNotFound,
        message,
        file,
        artifact.Type == "dvc" || File.Exists(file + ".dvc") ? DvcCommand(file) : Messages.CopyModelsFilesAgainOrSave);

    // In the cache of a repository there is nothing that dvc could pull into.
    private static string DvcCommand(string file) => GitRepository.OriginOf(file) is { } origin
        ? Messages.FormatGetItWithDvcGet(origin.Url, origin.Path, origin.Commit, file) : Messages.FormatGetItWithDvcPullOf(file + ".dvc");

    /// <summary>A file of another size than MLEM recorded: a pointer in its place, other line endings, or half of it.</summary>
    public static MlemException OtherSize(MlemArtifact artifact, string what, SourceFile file, string seen)
    {
        string size = Messages.FormatArtifactSizeDiffers(what, file.Length, artifact.Size, seen);
        (string why, string remedy) = Explain(artifact, file);
        return new MlemException(
            "ArtifactSizeDiffers", MlemErrorCategory.InvalidData, Messages.FormatSentenceAndRemedy(size, why), file.Path, remedy);
    }

    private static (string Why, string Remedy) Explain(MlemArtifact artifact, SourceFile file)
    {
        string head = Head(file);
        if (head.StartsWith("version https://git-lfs.github.com/spec/", StringComparison.Ordinal))
            return (Messages.ArtifactIsLfsPointer, Messages.GetItWithLfsPull);
        if (head.Contains("outs:", StringComparison.Ordinal) && head.Contains("md5:", StringComparison.Ordinal))
            return (Messages.ArtifactIsDvcPointer, Messages.GetItWithDvcPull);
        if (HasOtherLineEndings(file, artifact.Size))
            return (Messages.ArtifactHasOtherLineEndings, Messages.ArtifactHasOtherLineEndingsRemedy);
        return file.Length < artifact.Size
            ? (Messages.ArtifactIsIncomplete, Messages.CopyModelsFilesAgainOrSave)
            : (Messages.ArtifactWasChanged, Messages.ArtifactWasChangedRemedy);
    }

    // Git turns CR LF into LF when a file is checked in, or the other way when it is checked out.
    private static bool HasOtherLineEndings(SourceFile file, long recorded)
    {
        long pairs = 0, alone = 0;
        byte[] buffer = new byte[81920];
        bool carriage = false;
        using FileStream stream = file.Open();
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            foreach (byte value in buffer.AsSpan(0, read))
            {
                // A text has none; a large artifact that is no text is left early.
                if (value == 0)
                    return false;
                pairs += value == '\n' && carriage ? 1 : 0;
                alone += value == '\n' && !carriage ? 1 : 0;
                carriage = value == '\r';
            }
        }

        return (alone > 0 && file.Length + alone == recorded) || (pairs > 0 && file.Length - pairs == recorded);
    }

    private static string Head(SourceFile file)
    {
        byte[] buffer = new byte[PointerLength];
        using FileStream stream = file.Open();
        return Encoding.UTF8.GetString(buffer, 0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
    }
}
