using System.Text.RegularExpressions;

namespace Mlem.Docker.Requirements;

/// <summary>One clause of a version specifier (PEP 440), for example <c>&lt;=8.1.8</c>, <c>==1.*</c> or <c>~=2.2</c>.</summary>
public sealed partial class PipSpecifier
{
    private readonly PipVersion? _version;
    private readonly bool _wildcard;

    private PipSpecifier(string op, string versionText, PipVersion? version, bool wildcard)
    {
        Operator = op;
        VersionText = versionText;
        _version = version;
        _wildcard = wildcard;
    }

    /// <summary>One of <c>==</c>, <c>===</c>, <c>!=</c>, <c>&lt;=</c>, <c>&gt;=</c>, <c>&lt;</c>, <c>&gt;</c>, <c>~=</c>.</summary>
    public string Operator { get; }

    /// <summary>The version as written, with a trailing <c>.*</c> where there is one.</summary>
    public string VersionText { get; }

    /// <summary>
    /// The version that this clause alone allows, or null. A local part that the clause does not name
    /// (<c>1.0+cpu</c> under <c>==1.0</c>) counts as the same version.
    /// </summary>
    public PipVersion? ExactVersion => Operator is "==" or "===" && !_wildcard ? _version : null;

    internal bool MentionsPrerelease => Operator is "==" or "===" or ">=" or "<=" or "~=" && _version is { IsPrerelease: true };

    /// <summary>Whether a version satisfies the clause. Pre-releases are judged like any other version.</summary>
    /// <param name="candidate">The version.</param>
    public bool Contains(PipVersion candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (Operator == "===")
            return string.Equals(candidate.ToString(), VersionText, StringComparison.OrdinalIgnoreCase);
        PipVersion version = _version!;
        int order = candidate.CompareTo(version, ignoreLocal: true);
        return Operator switch
        {
            "==" => EqualTo(candidate, version),
            "!=" => !EqualTo(candidate, version),
            "<=" => order <= 0,
            ">=" => order >= 0,
            // A pre-release of the excluded version itself is excluded too, unless the clause names one.
            "<" => order < 0 && (version.IsPrerelease || !candidate.IsPrerelease || candidate.CompareRelease(version) != 0),
            // So are its post-releases, and its builds with a local part, which are the same version and not a later one.
            ">" => order > 0 && (candidate.CompareRelease(version) != 0
                || ((version.IsPostrelease || !candidate.IsPostrelease) && candidate.Local is null)),
            _ => order >= 0 && HasPrefix(candidate, version, version.Release.Count - 1),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Operator + VersionText;

    internal static PipSpecifier Parse(string op, string text)
    {
        if (text.Length == 0)
            throw new FormatException(Messages.FormatNoVersionFollows(op));
        if (op == "===")
            return new PipSpecifier(op, text, PipVersion.TryParse(text, out PipVersion? any) ? any : null, false);
        bool wildcard = text.EndsWith(".*", StringComparison.Ordinal);
        if (wildcard && op is not ("==" or "!="))
            throw new FormatException(Messages.FormatMayOnlyFollowOrNot(op, text));
        if (!PipVersion.TryParse(wildcard ? text[..^2] : text, out PipVersion? version))
            throw new FormatException(Messages.FormatIsNotVersionAsPEP440(text));
        if (wildcard && !PlainRelease().IsMatch(text))
            throw new FormatException(Messages.FormatOnlyPlainReleaseMayPrecedeNot(text));
        if (version.Local is not null && op is not ("==" or "!="))
            throw new FormatException(Messages.FormatLocalVersionMayOnlyFollowOr(version.Local, op));
        if (op == "~=" && version.Release.Count < 2)
            throw new FormatException(Messages.FormatNeedsAtLeastTwoNumbersAs(text));
        return new PipSpecifier(op, text, version, wildcard);
    }

    private bool EqualTo(PipVersion candidate, PipVersion version) => _wildcard
        ? HasPrefix(candidate, version, version.Release.Count)
        : candidate.CompareTo(version, ignoreLocal: version.Local is null) == 0;

    private static bool HasPrefix(PipVersion candidate, PipVersion version, int length) =>
        candidate.Epoch == version.Epoch
        && Enumerable.Range(0, length).All(i => candidate.ReleaseAt(i) == version.Release[i]);

    [GeneratedRegex(@"\Av?(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)*\.\*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PlainRelease();
}
