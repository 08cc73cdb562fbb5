using System.Text.RegularExpressions;

namespace Mlem.Docker.Building;

/// <summary>What is wrong with the image or the Engine's machine rather than with a package.</summary>
internal static partial class PipFailureSetup
{
    public static PipFailure? Recognize(PipFailureOutput output)
    {
        if (output.Has(NoPip()))
        {
            return new PipFailure(
                PipFailureKind.PipMissing,
                null,
                Messages.ImageHasNoPip,
                Messages.TakeBaseImageWithPythonAnd,
                output.Evidence(NoPip()));
        }
        if (output.Has(DiskFull()))
        {
            return new PipFailure(
                PipFailureKind.DiskFull,
                null,
                Messages.DiskOfDockerEngineIsFull,
                Messages.FreeSpaceThereForExampleWith,
                output.Evidence(DiskFull()));
        }
        return output.Has(Managed())
            ? new PipFailure(
                PipFailureKind.ExternallyManaged,
                null,
                Messages.BaseImagesPythonBelongsToIts,
                Messages.TakeOfficialPythonImageAsBase,
                output.Evidence(Managed()))
            : null;
    }

    public static PipFailure? RecognizeCachePurge(PipFailureOutput output) => output.Has(Purge())
        ? new PipFailure(
            PipFailureKind.CachePurge,
            null,
            Messages.PackagesAreInstalledOnlyPipCache,
            Messages.TakeBaseImageWithNewerPip,
            output.Evidence(Purge()))
        : null;

    [GeneratedRegex(@"\bpip3?: (?:command )?not found|No module named '?pip'?\s*\z|exec: ""pip"": executable file not found", RegexOptions.CultureInvariant)]
    private static partial Regex NoPip();

    [GeneratedRegex(@"No space left on device|no space left on device", RegexOptions.CultureInvariant)]
    private static partial Regex DiskFull();

    [GeneratedRegex("externally-managed-environment|This environment is externally managed", RegexOptions.CultureInvariant)]
    private static partial Regex Managed();

    // Later ones say the same as a WARNING and go on.
    [GeneratedRegex("ERROR: No matching packages|pip cache commands can ?not function since cache is disabled", RegexOptions.CultureInvariant)]
    private static partial Regex Purge();
}
