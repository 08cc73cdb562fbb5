using System.Text.RegularExpressions;

namespace Mlem.Docker.Context;

/// <summary>
/// Warns of templates that were written for MLEM, which has no constraints: a pip line without them installs what does
/// not work with MLEM, and a pip line with them fails where the file is not there yet.
/// </summary>
internal static partial class TemplateCheck
{
    private const string File = ContextConstraints.FileName;

    public static IEnumerable<string> Warnings(DockerBuildArgs args, string dockerfile, string? constraintsText)
    {
        if (args.TemplatesDir.Count == 0 || constraintsText is null)
            yield break;
        bool there = false;
        foreach (string line in Continuation().Replace(dockerfile, " ").Split('\n').Select(l => l.Trim()))
        {
            there |= Copies().IsMatch(line);
            if (!Installs().IsMatch(line))
                continue;
            bool bounded = line.Contains(File, StringComparison.Ordinal);
            if (!bounded)
            {
                yield return Messages.FormatTemplatesLineDoesNotUseWhat(line, File);
            }
            else if (!there)
            {
                yield return Messages.FormatLineReadsWhichTemplateHasNot(line, File);
                yield break;
            }
        }
    }

    [GeneratedRegex(@"\\\r?\n", RegexOptions.CultureInvariant)]
    private static partial Regex Continuation();

    // By name, or with the whole context.
    [GeneratedRegex(@"\A(?:COPY|ADD)\s(?:.*\s)?(?:\./)?(?:constraints\.txt|\.|\*|\*\.txt)/?\s", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Copies();

    // Not a package that is named alone, such as pip itself or a tool: only files of requirements, and MLEM.
    [GeneratedRegex(@"\ARUN\s.*\bpip3?\s+install\b.*(?:\s-r\s*\S|\s--requirement\b|\bmlem\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Installs();
}
