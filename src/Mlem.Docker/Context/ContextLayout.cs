namespace Mlem.Docker.Context;

/// <summary>
/// Where the files of a context lie. MLEM's lie at its root and are copied into <c>/app</c>, whose own time is then that of
/// the build and makes the layer another one each time. In an optimised image they lie in trees that begin with <c>app</c> and are
/// copied onto <c>/</c>: so the folder too has the context's fixed time, and the layers are the same on every Engine.
/// </summary>
internal static class ContextLayout
{
    /// <summary>What is needed to install the packages.</summary>
    public const string Install = "install";

    /// <summary>MLEM's wheel.</summary>
    public const string Wheel = "wheel";

    /// <summary>Everything else, which comes last.</summary>
    public const string Files = "files";

    /// <summary>Whether a context has trees: a template of the user's copies what lies at the root.</summary>
    public static bool HasTrees(DockerContextRequest request) => request is { IsOptimized: true, Args.TemplatesDir.Count: 0 };

    /// <summary>The instruction's arguments that copy a tree, or the files that MLEM would copy.</summary>
    public static string Copied(DockerContextRequest request, string tree, string files) =>
        HasTrees(request) ? $"{tree}/ /" : files;

    /// <summary>The entries as they lie in the context.</summary>
    public static IReadOnlyList<ContextEntry> Place(DockerContextRequest request, IReadOnlyList<ContextEntry> entries, string? wheel) =>
        HasTrees(request) ? [.. entries.Select(e => e with { Path = Place(e.Path, wheel) })] : entries;

    private static string Place(string path, string? wheel) => path switch
    {
        "Dockerfile" => path,
        "requirements.txt" or ContextConstraints.FileName => $"{Install}/app/{path}",
        _ when path == wheel => $"{Wheel}/app/{path}",
        _ => $"{Files}/app/{path}",
    };
}
