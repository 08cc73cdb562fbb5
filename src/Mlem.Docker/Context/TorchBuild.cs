using Mlem.Docker.Requirements;

namespace Mlem.Docker.Context;

/// <summary>
/// Which build of torch an image gets: on PyPI those for x86_64 bring CUDA, and PyTorch's own index has some without
/// (https://pytorch.org/get-started/previous-versions).
/// </summary>
internal static class TorchBuild
{
    private const string CpuIndex = "https://download.pytorch.org/whl/cpu";

    private static readonly string[] Packages = ["torch", "torchvision", "torchaudio"];

    /// <summary>The requirements, with PyTorch's index of CPU builds where that was asked for.</summary>
    public static IReadOnlyList<MlemRequirement> Choose(
        DockerContextRequest request, IReadOnlyList<MlemRequirement> requirements, ConstraintSet user) =>
        !request.CpuOnly || HasIndex(request, requirements, user)
            ? requirements
            : [.. requirements.Select(r => r is InstallableRequirement { IsFromRepository: false } torch && Is(torch) ? OnCpu(torch) : r)];

    /// <summary>Tells of what could be saved, or why nothing is.</summary>
    public static IEnumerable<string> Warnings(
        DockerContextRequest request, IReadOnlyList<MlemRequirement> requirements, ConstraintSet user)
    {
        bool hasTorch = requirements.OfType<InstallableRequirement>().Any(r => !r.IsFromRepository && Is(r));
        if (!hasTorch || request.AsMlem)
            yield break;
        bool index = HasIndex(request, request.Model.Requirements, user);
        InstallableRequirement? elsewhere = requirements.OfType<InstallableRequirement>().FirstOrDefault(r => Is(r) && r.Version?.Contains('+', StringComparison.Ordinal) == true);
        if (request.CpuOnly && index)
            yield return Messages.CpuOnlyBesideIndex;
        else if (!request.CpuOnly && !index && elsewhere is not null)
            yield return Messages.FormatTorchIsNotOnPyPI(elsewhere.ToString());
        else if (!request.CpuOnly && !index && !request.UsesGpu && PackageReleases.Architecture(request.Args.Platform) == WheelArchitecture.X64)
            yield return Messages.TorchBringsCuda;
    }

    // The local part names the build; the index has only the one without CUDA.
    private static InstallableRequirement OnCpu(InstallableRequirement torch) =>
        torch with { ExtraIndex = CpuIndex, Version = torch.Version?.Split('+')[0] };

    private static bool Is(InstallableRequirement requirement) => Packages.Contains(PackageName.Normalize(requirement.Package));

    private static bool HasIndex(DockerContextRequest request, IEnumerable<MlemRequirement> requirements, ConstraintSet user) =>
        requirements.OfType<InstallableRequirement>().Any(r => r.ExtraIndex is not null)
        || user.Options.Any(o => o.Text.Contains("index", StringComparison.Ordinal) || o.Text.Contains("find-links", StringComparison.Ordinal))
        || request.Args.BuildArg.Concat(request.Args.SetEnv).Any(
            v => v.Split('=')[0] is "PIP_INDEX_URL" or "PIP_EXTRA_INDEX_URL" or "PIP_FIND_LINKS" or "PIP_CONFIG_FILE");
}
