using Mlem.Docker.Artifacts;
using Mlem.Docker.Python.Pickles;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Context;

/// <summary>The bytecode in a model's files, which ties the model to a Python (MLEM.md 69).</summary>
/// <param name="File">The first file that has any.</param>
/// <param name="Writers">The Pythons that can have written it.</param>
internal sealed record ModelCode(string File, PythonMinors Writers)
{
    /// <summary>
    /// Looks into every artifact: dill writes code for callables, and cloudpickle or dill may have put it into any other pickle.
    /// </summary>
    /// <returns>Null for a model without.</returns>
    public static ModelCode? Find(MlemModel model, bool changed, CancellationToken cancellationToken)
    {
        var sink = new Sink();
        var reader = new ArtifactReader(sink, new PickleLimits(), cancellationToken);
        string? first = null;
        foreach (MlemArtifact artifact in model.Artifacts)
        {
            if (Find(model, artifact, changed) is not { } file)
                continue;
            try
            {
                using FileStream stream = file.Open();
                reader.Read(stream, PicklesOf.Must(model, artifact));
            }
            catch (Exception error) when (error is MlemException or IOException)
            {
                // Told where it is copied.
            }

            first ??= sink.Writers is null ? null : Path.GetFileName(file.Path);
        }

        return sink.Writers is { } writers ? new ModelCode(first!, writers) : null;
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

    private sealed class Sink : IPickleSink
    {
        public PythonMinors? Writers { get; private set; }

        public string Member { get; set; } = string.Empty;

        public bool IsDangerous(PickleGlobal global) => false;

        public void See(PickleUse use) => Writers = PickledCode.Narrow(Writers, use);
    }
}
