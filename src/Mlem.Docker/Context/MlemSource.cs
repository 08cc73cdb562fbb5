namespace Mlem.Docker;

/// <summary>Where the image takes MLEM itself from.</summary>
public enum MlemSourceKind
{
    /// <summary>A release on PyPI.</summary>
    Pip,

    /// <summary>A wheel file that is copied into the context.</summary>
    Whl,

    /// <summary>MLEM's Git repository.</summary>
    Git,
}

/// <summary>Where the image takes MLEM itself from, with the release, wheel or revision.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Value">The release for pip, the wheel's path for whl, the revision for git (null for its default branch).</param>
public sealed record MlemSource(MlemSourceKind Kind, string? Value)
{
    /// <summary>The MLEM release whose files and behaviour this module follows.</summary>
    public const string DefaultVersion = "0.4.14";

    private const string Repository = "https://github.com/iterative/mlem";

    /// <summary>The wheel's file name in the context; null for other sources.</summary>
    public string? WheelName => Kind == MlemSourceKind.Whl ? Path.GetFileName(Value) : null;

    /// <summary>The Dockerfile's lines that install MLEM, without a newline at the end of the last.</summary>
    /// <param name="args">The build arguments, for the commands that install packages.</param>
    /// <param name="pip">The pip command with its options: <c>pip install</c>.</param>
    internal string InstallLines(DockerBuildArgs args, string pip) => Kind switch
    {
        MlemSourceKind.Git =>
            $"RUN {args.PackageInstallCommand} git {args.PackageCleanCommand}\n"
            + $"RUN {pip} {GitUrl}",
        MlemSourceKind.Whl =>
            "COPY mlem_requirements.txt .\n"
            + $"RUN {pip} -r mlem_requirements.txt && pip cache purge\n"
            + $"COPY {WheelName} .\n"
            + $"RUN {pip} {WheelName} && (pip cache purge || true)\n",
        _ => $"RUN {pip} mlem=={Value ?? DefaultVersion} && pip cache purge",
    };

    /// <summary>The same without what an optimised Dockerfile does elsewhere: git, and emptying pip's cache.</summary>
    /// <param name="pip">The pip command with its options.</param>
    /// <param name="copy">The instruction that copies the wheel.</param>
    internal string OptimizedInstallLines(string pip, string copy) => Kind switch
    {
        MlemSourceKind.Git => $"RUN {pip} {GitUrl}",
        MlemSourceKind.Whl => $"{copy}\nRUN {pip} {WheelName}",
        _ => $"RUN {pip} mlem=={Value ?? DefaultVersion}",
    };

    private string GitUrl => $"git+{Repository}{(Value is null ? string.Empty : "@" + Value)}#egg=mlem";
}
