namespace Mlem.Docker.Requirements;

/// <summary>Refuses requirements that would become more than they say: another line, or another command.</summary>
internal static class RequirementCheck
{
    /// <summary>A package must be one line of requirements.txt.</summary>
    public static void OneLine(InstallableRequirement requirement)
    {
        string[] texts = [requirement.ToString(), requirement.ExtraIndex ?? string.Empty];
        if (texts.Any(t => t.Any(char.IsControl)))
            throw Invalid(requirement.Package, Messages.HoldsLineBreakOrAnotherControl);
        if (requirement is { IsFromRepository: true } && (string.IsNullOrEmpty(requirement.Vcs) || string.IsNullOrEmpty(requirement.SourceUrl)))
            throw Invalid(requirement.Package, Messages.NamesCommitVcsCommitButNot);
    }

    /// <summary>A package of the operating system must be one word of a shell's command.</summary>
    public static void OneWord(UnixPackageRequirement requirement)
    {
        bool plain = requirement.PackageName.Length > 0 && char.IsAsciiLetterOrDigit(requirement.PackageName[0])
            && requirement.PackageName.All(c => char.IsAsciiLetterOrDigit(c) || "+-.:=_~/@".Contains(c));
        if (!plain)
            throw Invalid(requirement.PackageName, Messages.IsNoNameOfPackageOf);
    }

    private static MlemException Invalid(string name, string reason) => new(
        "RequirementInvalid",
        MlemErrorCategory.InvalidData,
        Messages.FormatRequirementInvalid(string.Concat(name.Select(c => char.IsControl(c) ? '?' : c)), reason),
        name,
        Messages.RequirementInvalidRemedy);
}
