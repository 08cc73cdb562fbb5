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
    /// <exception cref="MlemException">PathProviderNotSupported.</exception>
    public string ResolveLiteral(string path)
    {
        string resolved = paths.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        RequireFileSystem(provider, path);
        return resolved;
    }

    /// <summary>
    /// What a path with wildcards matches, in PowerShell's order; a path without any is taken as it is, whether
    /// something is there or not.
    /// </summary>
    /// <exception cref="MlemException">PathProviderNotSupported.</exception>
    public IReadOnlyList<string> ResolveWildcards(string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
            return [ResolveLiteral(WildcardPattern.Unescape(path))];

        IReadOnlyList<string> matches = paths.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
        RequireFileSystem(provider, path);
        return matches;
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
