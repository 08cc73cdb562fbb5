using System.Security.Cryptography;
using Mlem.Docker.Artifacts;
using Mlem.Docker.Context;
using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Inspecting;

/// <summary>The checks of a model's files: whether they are there, whole, and what the pickles in them do.</summary>
/// <param name="model">The model.</param>
/// <param name="limits">What reading all its pickles may cost; null for what Test-MlemModel spends.</param>
internal sealed class ArtifactChecks(MlemModel model, PickleLimits? limits = null)
{
    private readonly Dictionary<string, SourceFile> _files = new(StringComparer.Ordinal);
    private string? _codeFile;

    private string Path => model.Path ?? string.Empty;

    /// <summary>What was gathered of the pickles.</summary>
    public PickleAudit Audit { get; } = new(new GlobalJudge(new ModuleOrigins(model)));

    /// <summary>The bytecode in the files; null for none.</summary>
    public ModelCode? Code => Audit.Writers is { } writers ? new ModelCode(_codeFile!, writers) : null;

    /// <summary>Whether every artifact is there, with the size that MLEM recorded.</summary>
    public IEnumerable<ModelCheck> Find()
    {
        bool all = true;
        foreach (MlemArtifact artifact in model.Artifacts)
        {
            ModelCheck? missing = null;
            try
            {
                _files[artifact.Name] = ArtifactFile.Find(model, artifact, What(artifact), changed: false);
            }
            catch (MlemException error)
            {
                missing = ModelCheck.Of(Path, "Artifacts", error);
                Keep(artifact);
            }

            all &= missing is null;
            if (missing is not null)
                yield return missing;
        }

        if (all)
            yield return new ModelCheck(Path, "Artifacts", DockerCheckState.Passed, Messages.FormatArtifactsAreThere(model.Artifacts.Count, ByteSize.Format(model.TotalSize)));
    }

    /// <summary>Whether their content is what MLEM saved.</summary>
    public async Task<ModelCheck> HashAsync(CancellationToken cancellationToken)
    {
        var changed = new List<string>();
        foreach (MlemArtifact artifact in model.Artifacts.Where(a => a.Hash.Length == 32 && _files.ContainsKey(a.Name)))
        {
            try
            {
                await using FileStream content = _files[artifact.Name].Open();
                byte[] hash = await MD5.HashDataAsync(content, cancellationToken).ConfigureAwait(false);
                if (!artifact.Hash.Equals(Convert.ToHexString(hash), StringComparison.OrdinalIgnoreCase))
                    changed.Add(artifact.Uri);
            }
            catch (Exception error) when (error is MlemException or IOException)
            {
                return ModelCheck.Of(Path, "Hashes", error);
            }
        }

        return changed.Count == 0
            ? new ModelCheck(Path, "Hashes", DockerCheckState.Passed, Messages.HashesAreRight)
            : new ModelCheck(Path, "Hashes", DockerCheckState.Failed, Messages.FormatHashesDiffer(string.Join(", ", changed)), Messages.ArtifactWasChangedRemedy)
            {
                Evidence = changed,
            };
    }

    /// <summary>Looks for the files and reads the pickles in them.</summary>
    public IReadOnlyList<ModelCheck> Read(CancellationToken cancellationToken) => [.. Find(), .. ReadPickles(cancellationToken)];

    /// <summary>Reads the pickles.</summary>
    public IReadOnlyList<ModelCheck> ReadPickles(CancellationToken cancellationToken)
    {
        int pickles = 0;
        var faults = new List<string>();
        var reader = new ArtifactReader(Audit, limits ?? new PickleLimits(), cancellationToken);
        foreach (MlemArtifact artifact in model.Artifacts)
        {
            if (!_files.TryGetValue(artifact.Name, out SourceFile? file))
                continue;
            try
            {
                using FileStream content = file.Open();
                ArtifactReading reading = reader.Read(content, PicklesOf.Must(model, artifact));
                pickles += reading.Pickles;
                foreach (FoundVersion version in reading.Pickles == 0 ? FileVersions.Of(content) : [])
                    Audit.Add(version);
                _codeFile ??= Audit.Writers is null ? null : System.IO.Path.GetFileName(file.Path);
                if (reading.Fault is not null)
                    faults.Add(Messages.FormatSentenceAndRemedy(artifact.Uri + ":", reading.Fault));
                if (file.Length != content.Length)
                    faults.Add(Messages.FormatFileChangedMeanwhile(artifact.Uri));
            }
            catch (Exception error) when (error is MlemException or IOException)
            {
                faults.Add($"{artifact.Uri}: {error.Message}");
            }
        }

        return [PickleRows.Readable(Path, pickles, faults), PickleRows.Globals(Path, Audit.Findings)];
    }

    // A file of another size is read all the same: it is what would be loaded.
    private void Keep(MlemArtifact artifact)
    {
        try
        {
            _files[artifact.Name] = ArtifactFile.Find(model, artifact, What(artifact), changed: true);
        }
        catch (MlemException)
        {
            // It was told already.
        }
    }

    private string What(MlemArtifact artifact) => Messages.FormatTheArtifactArtifactNameOfModelPath(artifact.Name, Path);
}
