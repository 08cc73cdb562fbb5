using Mlem.Docker.Metadata;

namespace Mlem.Docker.Context;

/// <summary>
/// Finds an artifact's file. A symbolic link, as DVC puts one in a file's place, is followed, but not out of the model's
/// project: a model from elsewhere must not bring this machine's files into an image.
/// </summary>
internal static class ArtifactFile
{
    /// <summary>The file itself, with the size that MLEM recorded.</summary>
    /// <param name="model">The model.</param>
    /// <param name="artifact">One of its artifacts.</param>
    /// <param name="what">What it is, for messages: <c>the artifact 'data' of …</c>.</param>
    /// <param name="changed">Whether one of another size will do.</param>
    public static SourceFile Find(MlemModel model, MlemArtifact artifact, string what, bool changed)
    {
        string named = Named(model, artifact, what);
        string real = RealPath.Find(named)
            ?? throw ArtifactProblem.NotFound(artifact, Messages.FormatFileOfIsLinkThatLeads(what, named), named);
        string seen = real == Path.GetFullPath(named) ? named : $"{named} -> {real}";
        string home = model.ProjectRoot ?? Path.GetDirectoryName(model.Path)!;
        if (RealPath.Find(home) is not { } inside || !RealPath.IsWithin(inside, real))
        {
            throw new MlemException(
                "PathOutsideContext", MlemErrorCategory.InvalidData,
                Outside(what, named, real, home), named,
                Messages.PutFileItselfBesideModelFor);
        }

        if (!File.Exists(real))
            throw ArtifactProblem.NotFound(artifact, Messages.FormatFileOfIsNotThere(what, seen), named);
        var file = SourceFile.Find(real, inside);
        return changed || file.Length == artifact.Size ? file : throw ArtifactProblem.OtherSize(artifact, what, file, seen);
    }

    private static string Outside(string what, string named, string real, string home)
    {
        string full = Path.GetFullPath(named);
        return RealPath.IsWithin(Path.GetFullPath(home), full)
            ? Messages.FormatFileOfLeadsOutside(what, full, real, home)
            : Messages.FormatFileOfLiesOutside(what, full, home);
    }

    private static string Named(MlemModel model, MlemArtifact artifact, string what)
    {
        string folder = Path.GetDirectoryName(model.Path)!;
        if (artifact.Type == "local")
            return Path.Combine(folder, ContextPath.Check(artifact.Uri, what));
        bool remote = artifact.Uri.Contains("://", StringComparison.Ordinal)
            && !artifact.Uri.StartsWith("file://", StringComparison.OrdinalIgnoreCase);
        return !remote ? Path.Combine(folder, LinkResolver.LocalPath(artifact.Uri)) : throw new MlemException(
            "ArtifactNotLocal",
            MlemErrorCategory.NotImplemented,
            Messages.FormatArtifactNotLocal(what, artifact.Type, artifact.Uri),
            artifact.Uri,
            Messages.ArtifactNotLocalRemedy);
    }
}
