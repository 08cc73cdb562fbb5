namespace Mlem.Docker.PowerShell.Completion;

/// <summary>
/// Completes deployments: the names of their containers on the Engine, and the declarations in the current folder.
/// Other paths are left to PowerShell.
/// </summary>
public sealed class ContainerCompleter : ValueCompleter
{
    private const int MostFiles = 200;
    private const int MostLines = 50;

    private protected override IEnumerable<Candidate>? Candidates(CompletionQuestion question) =>
        question.IsPath && !question.Word.StartsWith("./", StringComparison.Ordinal)
            ? null
            :
            [
                .. (question.IsPath ? [] : EngineLookup.Containers(question.DaemonHost))
                    .Where(c => c.Name.Length > 0)
                    .Select(c => new Candidate(c.Name, Messages.FormatCNameContainerState(c.Name, c.State)))
                    .OrderBy(c => c.Text, StringComparer.Ordinal),
                .. Declarations(),
            ];

    private static IEnumerable<Candidate> Declarations()
    {
        return CompletionQuestion.CurrentFolder is not { } folder
            ? []
            : new DirectoryInfo(folder).EnumerateFiles("*.mlem").Take(MostFiles)
                .Where(file => (SmallText.TryRead(file.FullName) ?? string.Empty).Split('\n', MostLines).Any(line => line.TrimEnd() == "object_type: deployment"))
                .Select(file => new Candidate("./" + file.Name, Messages.FormatFullNameDeclaration(file.FullName), Path.GetFileNameWithoutExtension(file.Name)));
    }
}
