using Mlem.Docker.Artifacts;
using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Inspecting;

/// <summary>Looks at a file that belongs to no model.</summary>
internal static class LooseFile
{
    public static IReadOnlyList<ModelCheck> Examine(string path, CancellationToken cancellationToken)
    {
        var audit = new PickleAudit(new GlobalJudge(new ModuleOrigins()));
        try
        {
            using FileStream file = Metadata.RegularFile.OpenRead(path);
            ArtifactReading reading = new ArtifactReader(audit, new PickleLimits(), cancellationToken).Read(file, isPickle: true);
            return
            [
                PickleRows.Readable(path, reading.Pickles, reading.Fault is null ? [] : [reading.Fault]),
                PickleRows.Globals(path, audit.Findings),
            ];
        }
        catch (Exception error) when (error is MlemException or IOException or UnauthorizedAccessException)
        {
            return [ModelCheck.Of(path, "Pickles", error)];
        }
    }
}
