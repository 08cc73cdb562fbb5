using Mlem.Docker.Metadata;

namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Files that a completion looks into: a key was pressed, so nothing is waited for and nothing large is read.</summary>
internal static class SmallText
{
    private const long MaxLength = 1 << 20;

    /// <summary>The text; null for what is no small regular file that can be read.</summary>
    public static string? TryRead(string path)
    {
        try
        {
            return RegularFile.ReadAllText(path, maxLength: MaxLength);
        }
        catch (Exception e) when (e is MlemException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
