using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Requirements;

/// <summary>Refuses requirements that would become more than they say, with the field and its line in the model's file.</summary>
internal static class RequirementCheck
{
    private const int MaxShown = 80;

    /// <summary>A model's own requirements, before anything is made of them.</summary>
    /// <exception cref="MlemException"><c>RequirementInvalid</c>.</exception>
    public static void Run(MlemModel model)
    {
        for (int i = 0; i < model.Requirements.Count; i++)
        {
            if (RequirementRule.Fault(model.Requirements[i]) is not { } fault)
                continue;
            var fields = (YamlMapping)model.Document.Items("requirements")[i];
            YamlMark mark = (fields[fault.Field] ?? fields).Mark;
            throw Invalid(model.Requirements[i], fault, $"requirements[{i}].{fault.Field}", model.Path, mark.Line);
        }
    }

    /// <summary>What is about to be written, wherever it comes from.</summary>
    /// <exception cref="MlemException"><c>RequirementInvalid</c>.</exception>
    public static void Run(IEnumerable<MlemRequirement> requirements)
    {
        foreach (MlemRequirement requirement in requirements)
        {
            if (RequirementRule.Fault(requirement) is { } fault)
                throw Invalid(requirement, fault, fault.Field, null, 0);
        }
    }

    private static MlemException Invalid(MlemRequirement requirement, RequirementFault fault, string field, string? file, int line)
    {
        string name = Shown(requirement is UnixPackageRequirement unix ? unix.PackageName : ((InstallableRequirement)requirement).Package);
        return new MlemException(
            "RequirementInvalid",
            MlemErrorCategory.InvalidData,
            file is null || line == 0
                ? Messages.FormatRequirementInvalid(field, name, fault.Reason)
                : Messages.FormatRequirementInvalidInFile(field, name, fault.Reason, line, file),
            name,
            Messages.RequirementInvalidRemedy);
    }

    // A name may be anything here, an address with a password too.
    private static string Shown(string name)
    {
        int address = name.IndexOf("://", StringComparison.Ordinal);
        string text = address < 0 ? name : name[..address] + "://...";
        text = text.Length > MaxShown ? text[..MaxShown] + "..." : text;
        return string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?'));
    }
}
