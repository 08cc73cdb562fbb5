namespace Mlem.Docker;

/// <summary>A Python package that pip installs (MLEM: <c>InstallableRequirement</c>, type <c>installable</c>).</summary>
/// <param name="Module">The Python module's name: <c>sklearn</c>.</param>
public sealed record InstallableRequirement(string Module) : MlemRequirement
{
    /// <inheritdoc/>
    public override string Type => "installable";

    /// <summary>The exact version, or null for any.</summary>
    public string? Version { get; init; }

    /// <summary>The package's name where it is not the module's: <c>scikit-learn</c>.</summary>
    public string? PackageName { get; init; }

    /// <summary>An index to search besides the usual one (pip's <c>--extra-index-url</c>).</summary>
    public string? ExtraIndex { get; init; }

    /// <summary>Where the package comes from; used only together with <see cref="VcsCommit"/>, as in MLEM.</summary>
    public string? SourceUrl { get; init; }

    /// <summary>The version control system of <see cref="SourceUrl"/>: <c>git</c>.</summary>
    public string? Vcs { get; init; }

    /// <summary>The commit to install; a <see cref="Version"/> beats it.</summary>
    public string? VcsCommit { get; init; }

    /// <summary>The package's name on the index.</summary>
    public string Package => string.IsNullOrEmpty(PackageName) ? Module : PackageName;

    /// <summary>True when it is installed from a repository, for which pip needs the version control system's program.</summary>
    public bool IsFromRepository => Version is null && VcsCommit is not null;

    /// <summary>The line in <c>requirements.txt</c>: <c>package==version</c>, <c>vcs+url@commit</c> or <c>package</c>.</summary>
    public override string ToString() => this switch
    {
        { Version: not null } => $"{Package}=={Version}",
        { VcsCommit: not null } => $"{Vcs}+{SourceUrl}@{VcsCommit}",
        _ => Package,
    };
}
