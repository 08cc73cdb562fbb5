using Mlem.Docker.Requirements;

namespace Mlem.Docker.Context;

/// <summary>The bytecode in a model's files, which ties the model to a Python (MLEM.md 69).</summary>
internal static class ModelCode
{
    /// <summary>The file with bytecode and the Pythons that can have written it; null for a model without.</summary>
    public static (string File, PythonMinors Writers)? Find(MlemModel model, bool changed)
    {
        // MLEM pickles with dill what is saved as a callable, and nothing else.
        if (!model.Processors.Any(p => p.Type == "callable"))
            return null;
        foreach (MlemArtifact artifact in model.Artifacts)
        {
            if (Find(model, artifact, changed) is not { } file)
                continue;
            using FileStream stream = file.Open();
            if (PickledCode.WritersOf(stream) is { } writers)
                return (Path.GetFileName(file.Path), writers);
        }

        return null;
    }

    // What is wrong with a file is told where it is copied.
    private static SourceFile? Find(MlemModel model, MlemArtifact artifact, bool changed)
    {
        try
        {
            return ArtifactFile.Find(model, artifact, artifact.Name, changed);
        }
        catch (MlemException)
        {
            return null;
        }
    }
}
