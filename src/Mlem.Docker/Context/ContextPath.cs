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
            $"{Capital(what)} names the path '{Printable(path)}', which {reason}.",
            path,
            "A model's files must lie beside it; correct the path in the .mlem file.");
    }

    private static string? Reason(string path)
    {
        if (path.Length == 0)
            return "is empty";
        if (path.Any(char.IsControl))
            return "holds a control character";
        if (path[0] == '/' || (path.Length > 1 && path[1] == ':'))
            return "is absolute";
        if (path.Contains('\\'))
            return "holds a backslash, which is a folder on one system and part of a name on another";
        return path.Split('/').Any(part => part is "" or "." or "..") ? "leaves the context or is not a plain path" : null;
    }

    private static string Printable(string path) => string.Concat(path.Select(c => char.IsControl(c) ? '?' : c));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
