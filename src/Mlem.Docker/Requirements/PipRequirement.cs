namespace Mlem.Docker.Requirements;

/// <summary>
/// One requirement as pip reads it (PEP 508): <c>name[extra]&lt;=1.0; marker</c> or <c>name @ url</c>,
/// or a bare URL of a wheel, which names the package itself.
/// </summary>
/// <param name="Name">The package as it was written; null for a URL that does not say which package it is.</param>
/// <param name="Extras">The names in brackets.</param>
/// <param name="Specifiers">The allowed versions.</param>
/// <param name="Url">Where the package comes from, or null for an index.</param>
/// <param name="Marker">The condition under which it counts, or null for always.</param>
public sealed record PipRequirement(
    string? Name, IReadOnlyList<string> Extras, PipSpecifierSet Specifiers, string? Url, PipMarker? Marker)
{
    private static readonly string[] VcsSchemes = ["git", "hg", "svn", "bzr"];

    private static readonly string[] PlainSchemes = ["http", "https", "file", "ftp", "ssh"];

    /// <summary>The package's normalised name (PEP 503), or null.</summary>
    public string? NormalizedName => Name is null ? null : PackageName.Normalize(Name);

    /// <summary>Reads a requirement without comment and without options.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is no requirement that pip reads; the message says why.</exception>
    public static PipRequirement Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool isUrl = IsUrl(text);
        // A URL may hold a semicolon, so there pip asks for a space after it.
        int separator = text.IndexOf(isUrl ? "; " : ";", StringComparison.Ordinal);
        string body = (separator < 0 ? text : text[..separator]).Trim();
        string markerText = separator < 0 ? string.Empty : text[(separator + 1)..].Trim();
        PipMarker? marker = markerText.Length == 0 ? null : PipMarker.Parse(markerText);
        return isUrl ? FromUrl(body, marker) : FromName(body, marker);
    }

    private static PipRequirement FromName(string body, PipMarker? marker)
    {
        int end = 0;
        while (end < body.Length && (char.IsAsciiLetterOrDigit(body[end]) || body[end] is '.' or '_' or '-'))
            end++;
        string name = body[..end];
        string rest = body[end..].TrimStart();
        if (!PackageName.IsValid(name))
            throw new FormatException(LooksLikePath(body) ? Messages.ItIsPathNotPackage : Messages.ItDoesNotBeginWithName);
        if (rest.StartsWith('/') || rest.StartsWith('\\'))
            throw new FormatException(Messages.ItIsPathNotPackage);
        string[] extras = [];
        if (rest.StartsWith('['))
        {
            int close = rest.IndexOf(']', StringComparison.Ordinal);
            if (close < 0)
                throw new FormatException(Messages.BracketIsNeverClosed);
            extras = ReadExtras(rest[1..close]);
            rest = rest[(close + 1)..].TrimStart();
        }
        if (!rest.StartsWith('@'))
            return new PipRequirement(name, extras, PipSpecifierSet.Parse(rest), null, marker);
        string url = rest[1..].Trim();
        if (url.Length == 0 || url.Any(char.IsWhiteSpace))
            throw new FormatException(Messages.OneURLMustFollow);
        return IsUrl(url)
            ? new PipRequirement(name, extras, PipSpecifierSet.Any, url, marker)
            : throw new FormatException(Messages.FormatIsNotURL(SafeUrl(url)));
    }

    private static string[] ReadExtras(string text)
    {
        if (text.Trim().Length == 0)
            return [];
        string[] extras = text.Split(',', StringSplitOptions.TrimEntries);
        return Array.TrueForAll(extras, PackageName.IsValid) ? extras : throw new FormatException(Messages.FormatIsNotListOfExtras(text));
    }

    private static PipRequirement FromUrl(string url, PipMarker? marker)
    {
        if (url.Any(char.IsWhiteSpace))
            throw new FormatException(Messages.URLContainsSpace);
        string fragment = url.IndexOf('#', StringComparison.Ordinal) is var hash && hash >= 0 ? url[(hash + 1)..] : string.Empty;
        string? egg = fragment.Split('&').FirstOrDefault(p => p.StartsWith("egg=", StringComparison.Ordinal))?[4..];
        string path = url.Split('#', '?')[0];
        string file = Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
        if (file.EndsWith(".whl", StringComparison.OrdinalIgnoreCase) && file.Split('-') is { Length: >= 5 } parts)
            return new PipRequirement(parts[0], [], PipSpecifierSet.Parse("==" + parts[1].Replace('_', '-')), url, marker);
        if (egg is null)
            return new PipRequirement(null, [], PipSpecifierSet.Any, url, marker);
        PipRequirement named = FromName(egg, null);
        return named with { Url = url, Marker = marker };
    }

    internal static bool IsUrl(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
            return false;
        string scheme = text[..colon].ToLowerInvariant();
        int plus = scheme.IndexOf('+', StringComparison.Ordinal);
        return plus > 0 ? VcsSchemes.Contains(scheme[..plus]) : PlainSchemes.Contains(scheme);
    }

    // A URL may carry a password; only what comes after it is repeated in a message.
    private static string SafeUrl(string url) => url[(url.LastIndexOf('@') + 1)..];

    private static bool LooksLikePath(string body) =>
        body.StartsWith('.') || body.StartsWith('~') || body.Contains('/', StringComparison.Ordinal) || body.Contains('\\', StringComparison.Ordinal);
}
