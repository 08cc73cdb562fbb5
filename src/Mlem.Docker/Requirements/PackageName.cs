using System.Text.RegularExpressions;

namespace Mlem.Docker.Requirements;

/// <summary>Names of Python packages, as PEP 503 and PEP 508 define them.</summary>
public static partial class PackageName
{
    /// <summary>
    /// The one spelling under which an index and pip know a package: lower case, and every run of
    /// <c>-</c>, <c>_</c> and <c>.</c> as one <c>-</c> (PEP 503).
    /// </summary>
    /// <param name="name">The name as somebody wrote it, for example <c>My_Pkg</c>.</param>
    public static string Normalize(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Separators().Replace(name.Trim(), "-").ToLowerInvariant();
    }

    /// <summary>Whether a text can be the name of a package (PEP 508: ASCII letters, digits, inner <c>. _ -</c>).</summary>
    /// <param name="name">The text to judge.</param>
    public static bool IsValid(string? name) => name is not null && Name().IsMatch(name);

    [GeneratedRegex("[-_.]+", RegexOptions.CultureInvariant)]
    private static partial Regex Separators();

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
