namespace Mlem.Docker.Help;

/// <summary>What is missing or wrong in the sources of the help, written as the build reads errors.</summary>
internal sealed class HelpProblems
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds a problem with a file, at a line counted from 1.</summary>
    public void Add(string file, int line, string message) => _lines.Add($"{file}({line}): error HELP: {message}");
}
