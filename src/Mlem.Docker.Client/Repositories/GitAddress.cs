using System.Text;

namespace Mlem.Docker.Repositories;

/// <summary>A path in a repository: <c>https://host/org/project/path</c>, as MLEM writes it too.</summary>
/// <param name="Url">The repository, without a password.</param>
/// <param name="Path">The path in it.</param>
/// <param name="Revision">The revision that the address itself names (<c>/tree/main/…</c>); null for none.</param>
internal sealed record GitAddress(string Url, string Path, string? Revision)
{
    private const string End = ".git";

    /// <summary>What <c>http.extraHeader</c> is set to, where the address had a password; it is in no file and on no command line.</summary>
    public string? Authorization { get; private init; }

    /// <summary>Whether a text is such an address, and not a path of this machine.</summary>
    public static bool Is(string text) => text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("ssh://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads one.</summary>
    /// <exception cref="MlemException"><c>GitAddressInvalid</c>.</exception>
    public static GitAddress Parse(string text)
    {
        if (!Is(text) || !Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0 || uri.Host.StartsWith('-')
            || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.StartsWith('-'))
            throw GitErrors.AddressInvalid(text);
        string[] parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        (int length, string[] rest) = Split(parts);
        if (length == 0 || length > parts.Length)
            throw GitErrors.AddressInvalid(text);
        string? revision = null;
        if (rest is ["tree" or "blob" or "raw", var named, .. var below])
            (revision, rest) = (Uri.UnescapeDataString(named), below);
        string path = string.Join('/', rest.Select(Uri.UnescapeDataString));
        string[] user = uri.UserInfo.Split(':', 2);
        bool hasPassword = user.Length == 2 && uri.Scheme is "http" or "https";
        string authority = (uri.UserInfo.Length > 0 && !hasPassword ? user[0] + "@" : string.Empty) + uri.Authority[(uri.Authority.IndexOf('@') + 1)..];
        return new GitAddress($"{uri.Scheme}://{authority}/{string.Join('/', parts[..length])}", Checked(path, text), revision)
        {
            Authorization = hasPassword
                ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.UnescapeDataString(user[0])}:{Uri.UnescapeDataString(user[1])}")) : null,
        };
    }

    // The repository ends with .git, or before GitLab's "/-/"; else it is the first two parts, as everywhere.
    private static (int Length, string[] Below) Split(string[] parts)
    {
        int end = Array.FindIndex(parts, p => p.EndsWith(End, StringComparison.Ordinal) && p.Length > End.Length);
        if (end >= 0)
            return (end + 1, parts[(end + 1)..]);
        int dash = Array.IndexOf(parts, "-");
        if (dash > 0)
            return (dash, parts[(dash + 1)..]);
        return parts.Length < 2 ? (0, []) : (2, parts[2..]);
    }

    private static string Checked(string path, string text) =>
        path.Split('/').Any(p => p is ".." or "." or ".git" or "" || p.Contains('\\') || p.Any(char.IsControl)) ? throw GitErrors.AddressInvalid(text) : path;
}
