using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Sources;

namespace Mlem.Docker.Inspecting;

/// <summary>Whether the model's own modules and packages can be Python of the image's version, as far as their tokens tell.</summary>
internal static class SourceCheck
{
    private const int MostTold = 100;
    private const int MaxSource = 1024 * 1024;
    private const int MaxSources = 8 * 1024 * 1024;

    public static ModelCheck Run(MlemModel model, int? minor, CancellationToken cancellationToken)
    {
        string path = model.Path ?? string.Empty;
        var faults = new List<string>();
        var budget = new SourceBudget();
        int files = 0;
        long read = 0;
        foreach (CustomRequirement own in model.Requirements.OfType<CustomRequirement>())
        {
            foreach ((string name, byte[] content) in own.GetSources(budget).Where(f => f.Key.EndsWith(".py", StringComparison.Ordinal)))
            {
                files++;
                // Of what is longer than any source nothing is told.
                if (content.Length > MaxSource || (read += content.Length) > MaxSources)
                    continue;
                if (PythonSource.Check(content, minor, cancellationToken) is { } fault && faults.Count < MostTold)
                    faults.Add(Messages.FormatSourceFaultAt(TerminalText.Clean(name), fault.Line, Explain(fault, minor)));
            }
        }

        if (faults.Count > 0)
            return new ModelCheck(path, "Sources", DockerCheckState.Failed, faults[0], Messages.SourceFaultRemedy) { Evidence = faults };
        return new ModelCheck(
            path, "Sources", DockerCheckState.Passed,
            files == 0 ? Messages.NoSources : minor is null ? Messages.FormatSourcesParse(files) : Messages.FormatSourcesParseAs(files, $"3.{minor}"));
    }

    private static string Explain(SourceFault fault, int? minor)
    {
        string what = TerminalText.Clean(fault.What);
        return fault.Kind switch
        {
            SourceFaultKind.Newer => Messages.FormatSourceIsNewer(what, $"3.{fault.Since}", $"3.{minor}"),
            SourceFaultKind.Unterminated => Messages.FormatSourceStringDoesNotEnd(what),
            SourceFaultKind.Bracket => Messages.FormatSourceBracketHasNoPartner(what),
            SourceFaultKind.Indentation => Messages.FormatSourceIsIndentedWrongly(what),
            SourceFaultKind.Encoding => Messages.SourceIsNotText,
            _ => Messages.FormatSourceIsNotPython(what),
        };
    }
}
