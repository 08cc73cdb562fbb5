using System.Text.RegularExpressions;

namespace Mlem.Docker.Requirements;

/// <summary>
/// The addresses that may stand in requirements.txt: those of an index, a package and a repository. Each is one word of the
/// characters of RFC 3986 that mean nothing to pip, its option parser, a shell or git: no <c>$ ; ' " \ #</c>, no white space.
/// </summary>
internal static partial class PackageAddress
{
    private const int MaxLength = 2048;

    // What pip 20 to 26 know of each version control system, but for files of the machine.
    private static readonly Dictionary<string, string[]> Transports = new(StringComparer.Ordinal)
    {
        ["git"] = ["http", "https", "ssh", "git"],
        ["hg"] = ["http", "https", "ssh"],
        ["svn"] = ["http", "https", "ssh", "svn"],
        ["bzr"] = ["http", "https", "ssh", "sftp"],
    };

    public static bool IsIndex(string text) => Match(text) is { Success: true } m && IsWeb(m) && !m.Groups["fragment"].Success;

    /// <summary>What a model may name in <c>source_url</c>: what comes after it on the line is the commit.</summary>
    public static bool IsRepository(string vcs, string text) =>
        Match(text) is { Success: true } m
        && Transports.TryGetValue(vcs, out string[]? transports) && transports.Contains(m.Groups["scheme"].Value)
        // Without a path the commit would be the host, with a query it would be part of that.
        && m.Groups["path"].Length > 1 && !m.Groups["query"].Success && !m.Groups["fragment"].Success;

    /// <summary>The address of a direct reference (PEP 508: <c>name @ address</c>).</summary>
    public static bool IsPackage(string name, string text)
    {
        Match match = Match(text);
        if (!match.Success || !IsPlainFragment(name, match.Groups["fragment"]))
            return false;
        string[] scheme = match.Groups["scheme"].Value.Split('+');
        bool known = scheme is [string vcs, string transport] && Transports.TryGetValue(vcs, out string[]? transports) && transports.Contains(transport);
        return (IsWeb(match) || known) && match.Groups["path"].Length > 1 && !match.Value.Contains("@-", StringComparison.Ordinal);
    }

    /// <summary>A commit, a tag or a branch; none that a version control system would take for an option.</summary>
    public static bool IsCommit(string text) =>
        text.Length <= MaxLength && Commit().IsMatch(text) && !text.Contains("..", StringComparison.Ordinal);

    public static bool IsKnownVcs(string text) => Transports.ContainsKey(text);

    private static Match Match(string text)
    {
        Match match = text.Length <= MaxLength ? Address().Match(text) : System.Text.RegularExpressions.Match.Empty;
        return match.Success && (!match.Groups["port"].Success || int.Parse(match.Groups["port"].ValueSpan) is > 0 and <= 65535)
            ? match
            : System.Text.RegularExpressions.Match.Empty;
    }

    private static bool IsWeb(Match match) => match.Groups["scheme"].Value is "http" or "https";

    // Which part of the archive it is, and what it must add up to; nothing else has a meaning for pip.
    private static bool IsPlainFragment(string name, Group fragment) => !fragment.Success || fragment.Value.Split('&').All(part =>
        Fragment().Match(part) is { Success: true } m
        && (!m.Groups["egg"].Success || PackageName.Normalize(m.Groups["egg"].Value) == PackageName.Normalize(name))
        && !m.Groups["folder"].Value.Split('/').Contains(".."));

    [GeneratedRegex(
        """
        \A (?<scheme> [a-z]+ (?: \+ [a-z]+ )? ) ://
        (?: [A-Za-z0-9_] (?: [A-Za-z0-9._~!&()*+,=:-] | %[0-9A-Fa-f]{2} )* @ )?
        (?: [A-Za-z0-9] (?: [A-Za-z0-9._-]* [A-Za-z0-9] )? | \[ [0-9A-Fa-f:]+ (?: [0-9.]+ )? \] )
        (?: : (?<port> [0-9]{1,5} ) )?
        (?<path> / (?: [A-Za-z0-9._~!&()*+,=:@/-] | %[0-9A-Fa-f]{2} )* )?
        (?<query> \? (?: [A-Za-z0-9._~!&()*+,=:@/?-] | %[0-9A-Fa-f]{2} )* )?
        (?: \# (?<fragment> [A-Za-z0-9._&=/-]* ) )? \z
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Address();

    [GeneratedRegex(
        @"\A(egg=(?<egg>[A-Za-z0-9._-]+)|subdirectory=(?<folder>[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*)|(md5|sha1|sha224|sha256|sha384|sha512)=[0-9a-fA-F]+)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Fragment();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._/+-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Commit();
}
