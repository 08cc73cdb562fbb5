using Mlem.Docker.Artifacts;
using Mlem.Docker.Inspecting;
using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Tests.Inspecting;

/// <summary>Reads files as <c>Test-MlemModel</c> does.</summary>
internal static class PickleFiles
{
    public static (ArtifactReading Reading, PickleAudit Audit) Read(byte[] content, ModuleOrigins? origins = null, bool isPickle = true) =>
        Read(new MemoryStream(content), origins, isPickle);

    public static (ArtifactReading Reading, PickleAudit Audit) Read(Stream content, ModuleOrigins? origins = null, bool isPickle = true)
    {
        var audit = new PickleAudit(new GlobalJudge(origins ?? new ModuleOrigins()));
        ArtifactReading reading = new ArtifactReader(audit, new PickleLimits(), TestContext.Current.CancellationToken).Read(content, isPickle);
        return (reading, audit);
    }

    /// <summary>Whether a file is shown as dangerous, or as unreadable.</summary>
    public static bool IsShown(byte[] content)
    {
        (ArtifactReading reading, PickleAudit audit) = Read(content);
        return reading.Fault is not null || audit.Findings.Any(f => f.Verdict == Verdict.Dangerous);
    }
}
