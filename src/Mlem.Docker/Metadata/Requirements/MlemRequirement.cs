using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker;

/// <summary>Something that a model needs beside its artifacts (MLEM: <c>Requirement</c>).</summary>
public abstract record MlemRequirement
{
    /// <summary>MLEM's type name: <c>installable</c>, <c>custom</c>, <c>file</c>, <c>unix</c> or <c>conda</c>.</summary>
    public abstract string Type { get; }

    internal static MlemRequirement FromYaml(YamlMapping fields) => fields.Text("type") switch
    {
        "custom" => new CustomRequirement(
            fields.Text("name")!, fields.Text("module")!, fields.Text("source64zip")!, fields.Flag("is_package", false)),
        "file" => new FileRequirement(fields.Text("name")!, fields.Text("source64zip")!),
        "unix" => new UnixPackageRequirement(fields.Text("package_name")!),
        "conda" => new CondaPackageRequirement(
            fields.Text("package_name")!, fields.Text("spec"), fields.Text("channel_name", "conda-forge")),
        _ => new InstallableRequirement(fields.Text("module")!)
        {
            Version = fields.Text("version"),
            PackageName = fields.Text("package_name"),
            ExtraIndex = fields.Text("extra_index"),
            SourceUrl = fields.Text("source_url"),
            Vcs = fields.Text("vcs"),
            VcsCommit = fields.Text("vcs_commit"),
        },
    };
}
