using System.Numerics;
using System.Security.Cryptography;
using Mlem.Docker.Context;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Building;

/// <summary>
/// Writes a model under another name with its artifacts, as MLEM saves one: their names begin with the model's, and hash and
/// size are those of the files.
/// </summary>
internal static class ModelCopy
{
    /// <summary>Writes it; an error leaves nothing behind that was not there.</summary>
    /// <param name="model">The model whose artifacts are copied.</param>
    /// <param name="document">What its metafile says.</param>
    /// <param name="target">The new metafile.</param>
    /// <param name="overwrite">Whether files that are there are replaced.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlemException"><c>FileExists</c>, <c>FileWriteFailed</c>, or an artifact is missing.</exception>
    public static async Task<MlemModel> WriteAsync(
        MlemModel model, YamlMapping document, string target, bool overwrite, CancellationToken cancellationToken)
    {
        string file = Path.GetFullPath(MlemPath.WithExtension(target));
        string folder = Path.GetDirectoryName(file)!;
        var named = ModelFiles.Names(model, Path.GetFileName(MlemPath.WithoutExtension(file)));
        Check(model, file, named.Select(n => Path.Combine(folder, n.Name)), overwrite);
        var moved = new List<(string Partial, string Final)>();
        var artifacts = new List<KeyValuePair<YamlValue, YamlValue>>();
        try
        {
            foreach ((MlemArtifact artifact, string name) in named)
            {
                string final = Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar));
                string partial = $"{final}.{Guid.NewGuid():N}.partial";
                moved.Add((partial, final));
                (string hash, long size) = await CopyAsync(model, artifact, partial, cancellationToken).ConfigureAwait(false);
                artifacts.Add(new(new YamlString(artifact.Name), new YamlBuild()
                    .Add("hash", hash).Add("size", new YamlInteger(new BigInteger(size))).Add("uri", name).Build()));
            }

            YamlMapping whole = new([.. document.Entries.Select(e => e.Key is YamlString { Value: "artifacts" } ? new(e.Key, new YamlMapping(artifacts)) : e)]);
            // It is read before anything has its name, so that what the container said cannot become a broken model.
            MlemObject copy = MlemObjectReader.FromDocument(whole);
            foreach ((string partial, string final) in moved)
                File.Move(partial, final, overwrite);
            return (MlemModel)await copy.SaveAsync(file, overwrite, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MlemException(
                "FileWriteFailed", MlemErrorCategory.WriteError, Messages.FormatFileWriteFailed(file, error.Message), file, Messages.FileWriteFailedRemedy, error);
        }
        finally
        {
            foreach ((string partial, string _) in moved.Where(m => File.Exists(m.Partial)))
                File.Delete(partial);
        }
    }

    /// <summary>Refuses a target that is there, or is the model itself.</summary>
    public static void Check(MlemModel model, string target, bool overwrite)
    {
        string file = Path.GetFullPath(MlemPath.WithExtension(target));
        var named = ModelFiles.Names(model, Path.GetFileName(MlemPath.WithoutExtension(file)));
        Check(model, file, named.Select(n => Path.Combine(Path.GetDirectoryName(file)!, n.Name)), overwrite);
    }

    private static void Check(MlemModel model, string file, IEnumerable<string> artifacts, bool overwrite)
    {
        bool isSelf = model.Path is { } own && RealPath.Find(own) is { } real && (real == (RealPath.Find(file) ?? file));
        if (!isSelf && (overwrite || ((string[])[file, .. artifacts]).FirstOrDefault(Path.Exists) is null))
            return;
        throw new MlemException(
            "FileExists", MlemErrorCategory.ResourceExists, Messages.FormatFileExists(file), file,
            isSelf ? Messages.RepairedModelGoesElsewhere : Messages.FileExistsRemedy);
    }

    private static async Task<(string Hash, long Size)> CopyAsync(MlemModel model, MlemArtifact artifact, string target, CancellationToken cancellationToken)
    {
        SourceFile source = ArtifactFile.Find(model, artifact, Messages.FormatTheArtifactArtifactNameOfModelPath(artifact.Name, model.Path), changed: true);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        await using FileStream from = source.Open();
        await using var to = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        byte[] buffer = new byte[1 << 20];
        long size = 0;
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            size += read;
        }

        return (Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant(), size);
    }
}
