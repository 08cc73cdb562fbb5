using Mlem.Docker.Metadata;

namespace Mlem.Docker.Context;

/// <summary>Decides where MLEM comes from: what was given, else the project's configuration, else the release on PyPI.</summary>
internal static class MlemSourceResolver
{
    /// <summary>Resolves the source.</summary>
    /// <param name="kind">The kind that was asked for, or null.</param>
    /// <param name="version">The release that was asked for, or null.</param>
    /// <param name="revision">The Git revision that was asked for, or null.</param>
    /// <param name="wheel">The wheel that was asked for (<c>mlem_whl</c>), or null; it decides when no kind is given.</param>
    /// <param name="configuration">The project's configuration.</param>
    /// <param name="folder">What a relative wheel path is relative to.</param>
    public static MlemSource Resolve(
        MlemSourceKind? kind, string? version, string? revision, string? wheel, MlemConfiguration configuration, string folder)
    {
        MlemSourceKind chosen = kind ?? Given(version, revision, wheel) ?? Configured(configuration) ?? MlemSourceKind.Pip;
        return chosen switch
        {
            MlemSourceKind.Git => new MlemSource(chosen, Checked(NonEmpty(revision) ?? NonEmpty(configuration.GitRevision), "revision")),
            MlemSourceKind.Whl => new MlemSource(chosen, Wheel(wheel ?? configuration.WheelPath, folder)),
            _ => new MlemSource(chosen, Checked(NonEmpty(version) ?? configuration.PipVersion ?? MlemSource.DefaultVersion, "release")),
        };
    }

    private static MlemSourceKind? Given(string? version, string? revision, string? wheel) =>
        !string.IsNullOrEmpty(wheel) ? MlemSourceKind.Whl
        : !string.IsNullOrEmpty(revision) ? MlemSourceKind.Git
        : !string.IsNullOrEmpty(version) ? MlemSourceKind.Pip
        : null;

    private static MlemSourceKind? Configured(MlemConfiguration configuration) => configuration.Source switch
    {
        null => null,
        "pip" => MlemSourceKind.Pip,
        "whl" => MlemSourceKind.Whl,
        "git" => MlemSourceKind.Git,
        var other => throw new MlemException(
            "MlemSourceUnknown",
            MlemErrorCategory.InvalidData,
            Messages.FormatMlemSourceUnknown(other, configuration.Origin),
            other,
            Messages.MlemSourceUnknownRemedy),
    };

    private static string Wheel(string? path, string folder)
    {
        string full = string.IsNullOrEmpty(path)
            ? throw new MlemException(
                "MlemWheelMissing",
                MlemErrorCategory.InvalidArgument,
                Messages.MlemWheelMissing,
                null,
                Messages.MlemWheelMissingRemedy)
            : Path.GetFullPath(path, folder);
        // pip takes what is no file name of a wheel for the name of a package, and asks PyPI for it.
        if (!full.EndsWith(".whl", StringComparison.Ordinal) || !IsPlain(Path.GetFileName(full)))
        {
            throw new MlemException(
                "MlemWheelInvalid", MlemErrorCategory.InvalidArgument,
                Messages.FormatMlemWheelInvalid(full), path,
                Messages.MlemWheelInvalidRemedy);
        }

        return File.Exists(full) ? full : throw new MlemException(
            "MlemWheelNotFound", MlemErrorCategory.ObjectNotFound, Messages.FormatMlemWheelNotFound(full), path,
            Messages.MlemWheelNotFoundRemedy);
    }

    // They become part of a shell's command line in the Dockerfile.
    private static string? Checked(string? text, string what) => text is null || IsPlain(text) ? text : throw new MlemException(
        "MlemSourceInvalid", MlemErrorCategory.InvalidArgument,
        Messages.FormatMlemSourceInvalid(string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)), what), text,
        Messages.FormatMlemSourceInvalidRemedy(what));

    private static bool IsPlain(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '!' or '/');

    private static string? NonEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
