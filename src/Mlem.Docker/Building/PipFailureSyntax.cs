using System.Text.RegularExpressions;

namespace Mlem.Docker.Building;

/// <summary>Lines that pip does not read, and files that it does not find.</summary>
internal static partial class PipFailureSyntax
{
    public static PipFailure? Recognize(PipFailureOutput output)
    {
        if (output.FindLast(MissingFile()) is { } missing)
        {
            string file = missing.Groups["file"].Value;
            return new PipFailure(
                PipFailureKind.FileMissing,
                null,
                file.Length == 0 ? Messages.RequirementsOrConstraintsFileIsMissing : Messages.FormatFileIsMissingInImage(file),
                Messages.TemplateOfYourOwnMustCopy,
                output.Evidence(MissingFile()));
        }
        if (output.FindLast(Invalid()) is not { } invalid)
            return null;
        string text = invalid.Groups["line"].Value;
        string why = invalid.Groups["why"].Value.TrimEnd('.', ' ');
        return new PipFailure(
            PipFailureKind.Syntax,
            null,
            Messages.FormatPipCannotRead(text.Length == 0 ? Messages.LineOfRequirementsOrConstraints : $"'{text}'", why.Length == 0 ? "" : $": {why}"),
            Messages.WriteItAsPipReadsIt,
            output.Evidence(Invalid(), Detail()));
    }

    [GeneratedRegex(
        @"Could not open (?:requirements?|constraints?) file: .*?(?:'(?<file>[^']*)')?\s*\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex MissingFile();

    [GeneratedRegex(
        """
        (?: Invalid\ (?:requirement|constraint):\ (?<quote>['"]?)(?<line>.+?)\k<quote>(?=:\ |\ \(from\ |$)(?::\ (?<why>[^(]+))?
          | (?<why>Constraints\ cannot\ have\ extras | Unnamed\ requirements\ are\ not\ allowed\ as\ constraints
              | Editable\ requirements\ are\ not\ allowed\ as\ constraints )
          | error:\ (?<why>no\ such\ option:\ \S+)
          | InvalidMarker | InvalidRequirement | InvalidVersion )
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Invalid();

    [GeneratedRegex(@"\A\s*(?:Hint: |\^|.*\(from line \d+ of )", RegexOptions.CultureInvariant)]
    private static partial Regex Detail();
}
