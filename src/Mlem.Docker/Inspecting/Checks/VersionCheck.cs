using System.Numerics;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Inspecting;

/// <summary>Holds the versions that stand inside the artifacts against those in the requirements.</summary>
internal static class VersionCheck
{
    public static ModelCheck Run(string model, IReadOnlyCollection<FoundVersion> versions, IReadOnlyList<PinnedPackage> pins)
    {
        var differ = new List<(string Text, bool Far)>();
        foreach (FoundVersion found in versions)
        {
            PinnedPackage? pin = pins.FirstOrDefault(p => PackageName.Normalize(p.Package) == found.Package);
            if (pin is not null && PipVersion.TryParse(pin.Version, out PipVersion? wanted) && PipVersion.TryParse(found.Version, out PipVersion? written)
                && Far(found, wanted, written) is { } far)
            {
                differ.Add((found.Format is { } format
                    ? Messages.FormatVersionTooOldForFormat(format, found.Package, found.Version, pin.Version)
                    : Messages.FormatVersionDiffers(found.Package, found.Version, pin.Version), far));
            }
        }

        if (differ.Count > 0)
        {
            bool far = differ.Any(d => d.Far);
            return new ModelCheck(
                model, "Versions", far ? DockerCheckState.Failed : DockerCheckState.Warning, differ.First(d => d.Far == far).Text, Messages.VersionDiffersRemedy)
            {
                Evidence = [.. differ.Select(d => d.Text)],
            };
        }

        return new ModelCheck(
            model, "Versions", DockerCheckState.Passed,
            versions.Count == 0 ? Messages.NoVersionsInside : Messages.FormatVersionsInside(string.Join(", ", versions)));
    }

    // Whether they are so far apart that it will not do; null where they fit.
    private static bool? Far(FoundVersion found, PipVersion wanted, PipVersion written)
    {
        int order = wanted.CompareTo(written);
        if (found.Format is not null)
            return order < 0 ? true : null;
        // A file that says 1.7 and nothing more was written by any 1.7.
        int told = found.ReadsOlder && written.Release.Count < 3 ? 2 : 3;
        if (order == 0 || (told == 2 && Starts(wanted, told).SequenceEqual(Starts(written, told))))
            return null;
        return !Starts(wanted, 2).SequenceEqual(Starts(written, 2)) && !(found.ReadsOlder && order > 0);
    }

    private static IEnumerable<BigInteger> Starts(PipVersion version, int parts) =>
        version.Release.Concat(Enumerable.Repeat(BigInteger.Zero, parts)).Take(parts);
}
