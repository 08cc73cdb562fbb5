namespace Mlem.Docker.Context;

/// <summary>Checks that a path named inside a model or an option stays inside the build context.</summary>
internal static class ContextPath
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
        return path.Split('/').Any(part => part is "" or "." or "..") ? Messages.LeavesContextOrIsNotPlain : null;
    }

    private static string Printable(string path) => string.Concat(path.Select(c => char.IsControl(c) ? '?' : c));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
