using System.Text;

namespace Mlem.Docker.Python.Jinja;

/// <summary>
/// Reads templates from folders; the first folder that has the name wins, and a folder that does not exist has
/// none. Names that lead out of the folders (<c>..</c>) are not found, as in Jinja2's <c>FileSystemLoader</c>.
/// </summary>
public sealed class FolderTemplateLoader : ITemplateLoader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly IReadOnlyList<string> _folders;
    private readonly TemplateLimits _limits;
    private readonly Func<string, string, Stream> _open;

    /// <summary>Creates the loader.</summary>
    /// <param name="folders">The folders, in the order in which they are searched.</param>
    /// <param name="limits">How large a file may be; null for the defaults.</param>
    /// <param name="open">Opens a file of a folder; null for one that takes every file.</param>
    public FolderTemplateLoader(
        IEnumerable<string> folders, TemplateLimits? limits = null, Func<string, string, Stream>? open = null)
    {
        _open = open ?? ((_, file) => File.OpenRead(file));
        _folders = [.. folders.Select(Path.GetFullPath)];
        _limits = limits ?? TemplateLimits.Default;
    }

    /// <inheritdoc/>
    public string? TryLoad(string name, out string? path)
    {
        path = null;
        if (!TryGetParts(name, out string[] parts)) return null;
        foreach (string folder in _folders)
        {
            string candidate = Path.Combine([folder, .. parts]);
            if (!File.Exists(candidate)) continue;
            path = candidate;
            return Read(folder, candidate);
        }

        return null;
    }

    private static bool TryGetParts(string name, out string[] parts)
    {
        parts = [.. name.Split('/').Where(part => part.Length > 0 && part != ".")];
        return parts.Length > 0
            && !parts.Any(part => part == ".." || part.Contains('\0') || part.Contains(Path.DirectorySeparatorChar)
                || part.Contains(Path.AltDirectorySeparatorChar) || Path.IsPathRooted(part));
    }

    private string Read(string folder, string path)
    {
        try
        {
            using Stream file = _open(folder, path);
            if (file.Length > 4L * _limits.MaxTemplateLength)
                throw new TemplateException(TemplateProblem.Limit, Messages.FormatTemplateTooLong(file.Length, _limits.MaxTemplateLength), path);
            byte[] bytes = new byte[file.Length];
            return StrictUtf8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TemplateException(TemplateProblem.NotReadable, Messages.FormatTemplateNotReadable(e.Message), path, innerException: e);
        }
        catch (DecoderFallbackException e)
        {
            throw new TemplateException(TemplateProblem.Syntax, Messages.TemplateNotUtf8, path, innerException: e);
        }
    }
}
