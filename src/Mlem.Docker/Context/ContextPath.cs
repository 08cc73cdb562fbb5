using System.Text.RegularExpressions;

namespace Mlem.Docker.Context;

/// <summary>Checks that a path named inside a model or an option stays inside the build context.</summary>
internal static partial class ContextPath
{
    /// <summary>Returns the path when it is relative, plain and stays below the context.</summary>
    /// <param name="path">The path, with forward slashes.</param>
    /// <param name="what">What names it, for the message: <c>the artifact 'data'</c>.</param>
    public static string Check(string path, string what)
    {
        string? reason = Reason(path);
        return reason is null ? path : throw new MlemException(
            "PathOutsideContext",
            MlemErrorCategory.InvalidData,
            Messages.FormatNamesPathWhich(Capital(what), Printable(path), reason),
            path,
            Messages.ModelsFilesMustLieBesideIt);
    }

    private static string? Reason(string path)
    {
        if (path.Length == 0)
            return Messages.IsEmpty;
        if (path.Any(char.IsControl))
            return Messages.HoldsControlCharacter;
        if (path[0] == '/' || (path.Length > 1 && path[1] == ':'))
            return Messages.IsAbsolute;
        if (path.Contains('\\'))
            return Messages.HoldsBackslashWhichIsFolderOn;
        if (path.Split('/').Any(part => part is "" or "." or ".."))
            return Messages.LeavesContextOrIsNotPlain;
        return OperatingSystem.IsWindows() && !IsPlainOnWindows(path) ? Messages.IsNotNameOfFileOnWindows : null;
    }

    /// <summary>Whether Windows has a file of this very name: no device, no stream of another file, nothing that it takes off.</summary>
    internal static bool IsPlainOnWindows(string path) => path.Split('/').All(part =>
        part.AsSpan().IndexOfAny("<>:\"|?*") < 0 && !part.EndsWith('.') && !part.EndsWith(' ') && !Device().IsMatch(part));

    [GeneratedRegex(@"\A(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\.|\z)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Device();

    private static string Printable(string path) => string.Concat(path.Select(c => char.IsControl(c) ? '?' : c));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
