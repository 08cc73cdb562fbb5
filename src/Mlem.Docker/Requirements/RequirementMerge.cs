namespace Mlem.Docker.Requirements;

/// <summary>
/// Joins requirements as MLEM's <c>Requirements</c> does, with one line a package (D3): names are compared as PEP 503
/// normalises them and written as the first one spells them, a version wins over none, two versions are an error.
/// </summary>
internal sealed class RequirementMerge
{
    private readonly List<(MlemRequirement? Requirement, string Origin)> _kept = [];

    // Where each package stands, and each module or package of source by its name.
    private readonly Dictionary<string, int> _packages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _sources = new(StringComparer.Ordinal);
    private readonly HashSet<MlemRequirement> _others = [];

    public IReadOnlyList<MlemRequirement> Requirements => [.. _kept.Select(k => k.Requirement).OfType<MlemRequirement>()];

    /// <summary>Adds requirements in their order.</summary>
    /// <param name="requirements">The requirements.</param>
    /// <param name="origin">Where they come from, for messages: <c>the model iris.mlem</c>.</param>
    public RequirementMerge Add(IEnumerable<MlemRequirement> requirements, string origin)
    {
        foreach (MlemRequirement requirement in requirements)
        {
            switch (requirement)
            {
                case InstallableRequirement installable:
                    AddInstallable(installable, origin);
                    break;
                case CustomRequirement { IsPackage: true } package:
                    AddPackage(package, origin);
                    break;
                case CustomRequirement module:
                    AddModule(module, origin);
                    break;
                default:
                    if (_others.Add(requirement))
                        _kept.Add((requirement, origin));
                    break;
            }
        }

        return this;
    }

    private void AddInstallable(InstallableRequirement added, string origin)
    {
        string name = PackageName.Normalize(added.Package);
        if (_packages.TryAdd(name, _kept.Count))
        {
            _kept.Add((added, origin));
            return;
        }

        int place = _packages[name];
        var kept = (InstallableRequirement)_kept[place].Requirement!;
        if (kept.Version is not null && added.Version is not null && !SameVersion(kept.Version, added.Version))
            throw Conflict(kept, _kept[place].Origin, added, origin);

        // A version says more than a commit, a commit more than the name alone; an index is wanted whoever names it.
        bool saysMore = kept.Version is null && (added.Version is not null || (kept.VcsCommit is null && added.VcsCommit is not null));
        InstallableRequirement better = saysMore ? added with { Module = kept.Module, PackageName = kept.PackageName } : kept;
        _kept[place] = (better with { ExtraIndex = kept.ExtraIndex ?? added.ExtraIndex }, saysMore ? origin : _kept[place].Origin);
    }

    private static bool SameVersion(string left, string right) =>
        left == right
        || (PipVersion.TryParse(left, out PipVersion? a) && PipVersion.TryParse(right, out PipVersion? b) && a.CompareTo(b) == 0);

    // A package brings its sub modules, whichever of the two comes first.
    private void AddPackage(CustomRequirement package, string origin)
    {
        if (Above(package.Name).Any(_sources.ContainsKey))
            return;
        string within = package.Name + ".";
        foreach (string inner in _sources.Keys.Where(n => n == package.Name || n.StartsWith(within, StringComparison.Ordinal)).ToArray())
        {
            _kept[_sources[inner]] = default;
            _sources.Remove(inner);
        }

        _sources[package.Name] = _kept.Count;
        _kept.Add((package, origin));
    }

    private void AddModule(CustomRequirement module, string origin)
    {
        bool there = _sources.TryGetValue(module.Name, out int same) && _kept[same].Requirement is CustomRequirement { IsPackage: false };
        if (there || Above(module.Name).Any(IsPackage))
            return;
        _sources[module.Name] = _kept.Count;
        _kept.Add((module, origin));
    }

    private bool IsPackage(string name) => _sources.TryGetValue(name, out int place) && _kept[place].Requirement is CustomRequirement { IsPackage: true };

    // The names of what a dotted name lies in.
    private static IEnumerable<string> Above(string name)
    {
        for (int dot = name.IndexOf('.'); dot > 0; dot = name.IndexOf('.', dot + 1))
            yield return name[..dot];
    }

    private static MlemException Conflict(
        InstallableRequirement kept, string keptOrigin, InstallableRequirement added, string addedOrigin) => new(
            "RequirementConflict",
            MlemErrorCategory.InvalidData,
            Messages.FormatRequirementConflict(kept.Package, keptOrigin, kept.Version, addedOrigin, added.Version),
            kept.Package,
            Messages.RequirementConflictRemedy);
}
