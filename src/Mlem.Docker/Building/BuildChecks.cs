using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>
/// BuildKit's checks of a Dockerfile, as far as the user can do something about them: those of lines that his own
/// templates made. MLEM's lines and ours are not his affair.
/// </summary>
internal static class BuildChecks
{
    public static async Task<IReadOnlyList<string>> OfTheUsersAsync(
        IReadOnlyList<BuildCheck> checks, DockerContext context, CancellationToken cancellationToken)
    {
        if (checks.Count == 0 || context.BuildArgs.TemplatesDir.Count == 0)
            return [];
        DockerContext own = await DockerContext.CreateAsync(
            context.Request with { Args = context.BuildArgs with { TemplatesDir = [] } }, cancellationToken).ConfigureAwait(false);
        return OfTheUsers(checks, context.ReadText("Dockerfile")!, own.ReadText("Dockerfile")!);
    }

    /// <summary>The checks of lines that the Dockerfile of the module's own templates does not have.</summary>
    public static IReadOnlyList<string> OfTheUsers(IReadOnlyList<BuildCheck> checks, string dockerfile, string own)
    {
        string[] lines = dockerfile.Split('\n');
        HashSet<string> known = [.. own.Split('\n').Select(line => line.Trim())];
        // What lies beyond the template's lines, the module added.
        return [.. checks.Where(check => check.Line > 0 && check.Line <= lines.Length && !known.Contains(lines[check.Line - 1].Trim())).Select(check => check.Text)];
    }
}
