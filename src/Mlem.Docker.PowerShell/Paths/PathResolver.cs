using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace Mlem.Docker.PowerShell.Paths;

/// <summary>
/// PowerShell's paths (relative to its own location, with drives, wildcards and providers) as paths of the file
/// system. To be used on the pipeline thread.
/// </summary>
internal sealed class PathResolver(PathIntrinsics paths)
{
    /// <summary>One path as it is written, whether something is there or not.</summary>
    /// <exception cref="MlemException">PathProviderNotSupported, PathInvalid.</exception>
    public string ResolveLiteral(string path)
    {
        RequireUsable(path);
        string resolved = paths.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        RequireFileSystem(provider, path);
        return resolved;
    }

    /// <summary>
    /// What a path with wildcards matches, in PowerShell's order; a path without any is taken as it is, whether
    /// something is there or not.
    /// </summary>
    /// <exception cref="MlemException">PathProviderNotSupported, PathInvalid.</exception>
    public IReadOnlyList<string> ResolveWildcards(string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
            return [ResolveLiteral(WildcardPattern.Unescape(path))];

        RequireUsable(path);
        IReadOnlyList<string> matches = paths.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
        RequireFileSystem(provider, path);
        return matches;
    }

    /// <summary>
    /// The path of a file that is to be written. There is nothing yet that a wildcard could match, so that brackets are
    /// brackets; a backtick before one, as the tab key writes it, is none of the name.
    /// </summary>
    /// <exception cref="MlemException">PathProviderNotSupported, PathInvalid.</exception>
    public string ResolveTarget(string path) =>
        ResolveLiteral(WildcardPattern.ContainsWildcardCharacters(path) ? path : WildcardPattern.Unescape(path));

    // The one character that no file system has in a name; .NET's error would name neither path nor parameter.
    private static void RequireUsable(string path)
    {
        if (path.Contains('\0'))
        {
            throw new MlemException(
                "PathInvalid", MlemErrorCategory.InvalidArgument, Messages.PathInvalid, path, Messages.PathInvalidRemedy);
        }
    }

    private static void RequireFileSystem(ProviderInfo provider, string path)
    {
        if (provider.ImplementingType != typeof(FileSystemProvider))
        {
            throw new MlemException(
                "PathProviderNotSupported",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatPathProviderNotSupported(path, provider.Name),
                path,
                Messages.PathProviderNotSupportedRemedy);
        }
    }
}
