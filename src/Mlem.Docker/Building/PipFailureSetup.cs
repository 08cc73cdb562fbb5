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
                "The image has no pip.",
                "Take a base image with Python and pip, such as python:3.11-slim.",
                output.Evidence(NoPip()));
        }
        if (output.Has(DiskFull()))
        {
            return new PipFailure(
                PipFailureKind.DiskFull,
                null,
                "The disk of the Docker Engine is full.",
                "Free space there, for example with 'docker system prune'.",
                output.Evidence(DiskFull()));
        }
        return output.Has(Managed())
            ? new PipFailure(
                PipFailureKind.ExternallyManaged,
                null,
                "The base image's Python belongs to its distribution, and pip may not install into it.",
                "Take an official Python image as base image, or give -BuildArg PIP_BREAK_SYSTEM_PACKAGES=1.",
                output.Evidence(Managed()))
            : null;
    }

    public static PipFailure? RecognizeCachePurge(PipFailureOutput output) => output.Has(Purge())
        ? new PipFailure(
            PipFailureKind.CachePurge,
            null,
            "The packages are installed; only 'pip cache purge' failed, since this old pip treats an empty or disabled cache as an error.",
            "Take a base image with a newer pip (21 or later), or leave PIP_NO_CACHE_DIR unset in it.",
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
