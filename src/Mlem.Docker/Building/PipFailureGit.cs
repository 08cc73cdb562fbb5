using System.Text.RegularExpressions;

namespace Mlem.Docker.Building;

/// <summary>Requirements that come from a repository.</summary>
internal static partial class PipFailureGit
{
    public static PipFailure? Recognize(PipFailureOutput output)
    {
        if (output.Has(Missing()))
        {
            string tool = output.FindLast(Missing())!.Groups["tool"].Value;
            return new PipFailure(
                PipFailureKind.GitMissing,
                Package(output),
                Messages.FormatRequirementComesFromRepositoryAndImage(tool),
                Messages.FormatAddToImageAsUnixPackage(tool),
                output.Evidence(Missing(), Cloning()));
        }
        if (output.FindLast(Failed()) is not { } failed)
            return null;
        string? said = output.FindLast(Said())?.Value;
        return new PipFailure(
            PipFailureKind.GitFailed,
            Package(output),
            Messages.FormatGitCouldNotGetRepositoryOf(said is null ? "." : $": {said}"),
            Messages.CheckRepositorysAddressAndRevisionAnd,
            output.Evidence(Failed(), Said(), Cloning()));
    }

    private static string? Package(PipFailureOutput output) => output.FindLast(Cloning())?.Groups["package"] is { Success: true } name
        ? name.Value
        : output.FindLast(Collecting())?.Groups["package"].Value;

    [GeneratedRegex(@"(?:Cannot find command '(?<tool>git|hg|svn|bzr)'|No such file or directory: '(?<tool>git|hg|svn|bzr)')", RegexOptions.CultureInvariant)]
    private static partial Regex Missing();

    [GeneratedRegex(
        @"(?:× (?<command>git (?:clone|fetch|checkout|rev-parse|submodule|remote|ls-remote|show-ref)\b.*) did not run successfully|exit status \d+: git (?:clone|fetch|checkout|rev-parse|submodule|remote|show-ref)\b)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Failed();

    [GeneratedRegex(@"(?:fatal|remote): .+", RegexOptions.CultureInvariant)]
    private static partial Regex Said();

    [GeneratedRegex(@"Cloning \S+ |Running command git clone", RegexOptions.CultureInvariant)]
    private static partial Regex Cloning();

    [GeneratedRegex(@"Collecting (?<package>[A-Za-z0-9][\w.-]*?)\s*(?:@|\z| from )", RegexOptions.CultureInvariant)]
    private static partial Regex Collecting();
}
