namespace Mlem.Docker.Requirements;

/// <summary>Finds constraints that cannot hold together, before pip does in the middle of a build.</summary>
internal static class ConstraintCheck
{
    /// <summary>No constraint of a package excludes the version to which another one pins it.</summary>
    public static void Consistent(ConstraintSet user, PipMarkerEnvironment environment)
    {
        foreach (IGrouping<string, Constraint> package in user.Constraints.GroupBy(c => c.Package))
        {
            Constraint[] lines = package.Where(c => c.AppliesTo(environment) != false).ToArray();
            foreach (Constraint pin in lines.Where(c => c.ExactVersion is not null))
            {
                Constraint? other = Array.Find(
                    lines, c => c.Requirement.Url is null && !c.Requirement.Specifiers.Contains(pin.ExactVersion!)
                        && HoldTogether(pin, c, environment));
                if (other is not null)
                    throw Conflict(package.Key, pin, other);
            }
            Constraint[] impossible = Array.FindAll(lines, IsImpossible);
            if (impossible.Length > 0)
                throw Conflict(package.Key, impossible[0], impossible[0]);
            Constraint? url = Array.Find(lines, c => c.Requirement.Url is not null);
            Constraint? otherUrl = Array.Find(
                lines, c => c.Requirement.Url is { } u && u != url!.Requirement.Url && HoldTogether(url, c, environment));
            if (otherUrl is not null)
                throw Conflict(package.Key, url!, otherUrl);
        }
    }

    /// <summary>No constraint excludes the exact version that the model asks for.</summary>
    public static void Allows(ConstraintSet user, PinnedPackage pinned, PipMarkerEnvironment environment)
    {
        if (!PipVersion.TryParse(pinned.Version, out PipVersion? version))
            return;
        Constraint? other = user.For(pinned.Package).FirstOrDefault(
            c => c.Origin.Kind != ConstraintOriginKind.Shipped && c.Requirement.Url is null
                && c.AppliesTo(environment) == true && !c.Requirement.Specifiers.Contains(version));
        if (other is null)
            return;
        throw new MlemException(
            "ConstraintContradictsModel",
            MlemErrorCategory.InvalidArgument,
            Messages.FormatConstraintContradictsModel(other.Text, other.Origin, pinned.Package, pinned.Version, pinned.Origin),
            pinned.Package,
            Messages.FormatConstraintContradictsModelRemedy(pinned.Version));
    }

    // Each side counts for certain, or both count under the same condition.
    private static bool HoldTogether(Constraint one, Constraint other, PipMarkerEnvironment environment) =>
        (one.AppliesTo(environment) == true && other.AppliesTo(environment) == true)
        || (one.Requirement.Marker is not null && one.Requirement.Marker.Text == other.Requirement.Marker?.Text);

    // '==1.0,==2.0' or '==1.0,>2' in one line.
    private static bool IsImpossible(Constraint line) =>
        line.Requirement.Specifiers.Clauses.FirstOrDefault(c => c.ExactVersion is not null) is { } pin
        && !line.Requirement.Specifiers.Contains(pin.ExactVersion!);

    private static MlemException Conflict(string package, Constraint one, Constraint other) => new(
        "ConstraintConflict",
        MlemErrorCategory.InvalidArgument,
        ReferenceEquals(one, other)
            ? Messages.FormatConstraintAllowsNoVersionOfAt(one.Text, one.Origin, package)
            : Messages.FormatTwoConstraintsOfExcludeEachOther(package, one.Text, one.Origin, other.Text, other.Origin),
        package,
        Messages.KeepOneOfThem);
}
