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
                file.Length == 0 ? "A requirements or constraints file is missing in the image." : $"The file '{file}' is missing in the image.",
                "A template of your own must copy requirements.txt and constraints.txt before the pip line that reads them; "
                    + "a path inside such a file must exist in the image.",
                output.Evidence(MissingFile()));
        }
        if (output.FindLast(Invalid()) is not { } invalid)
            return null;
        string text = invalid.Groups["line"].Value;
        string why = invalid.Groups["why"].Value.TrimEnd('.', ' ');
        return new PipFailure(
            PipFailureKind.Syntax,
            null,
            $"pip cannot read {(text.Length == 0 ? "a line of the requirements or constraints" : $"'{text}'")}{(why.Length == 0 ? "" : $": {why}")}.",
            "Write it as pip reads it, for example 'numpy==1.24.2': correct the model's requirement or the constraint.",
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
