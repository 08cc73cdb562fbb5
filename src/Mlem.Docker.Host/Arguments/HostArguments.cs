namespace Mlem.Docker.Host.Arguments;

/// <summary>What the process is asked to do.</summary>
internal enum HostMode
{
    /// <summary>Run one cmdlet.</summary>
    Cmdlet,

    /// <summary>Run a script given as text.</summary>
    Command,

    /// <summary>Run a script file.</summary>
    File,

    /// <summary>Print the help.</summary>
    Help,

    /// <summary>Print the version.</summary>
    Version,
}

/// <summary>The command line of the host, taken apart.</summary>
/// <param name="Mode">What to do.</param>
/// <param name="Target">The cmdlet's name, the script, or the script file's path.</param>
/// <param name="Rest">What follows it.</param>
/// <param name="Json">Whether output objects are printed as JSON lines.</param>
internal sealed record HostArguments(HostMode Mode, string Target, IReadOnlyList<string> Rest, bool Json)
{
    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">It cannot be understood.</exception>
    public static HostArguments Parse(IReadOnlyList<string> words)
    {
        bool json = false;
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            switch (word.ToLowerInvariant())
            {
                case "-outputformat":
                    json = ParseFormat(words.ElementAtOrDefault(++i));
                    break;
                case "--help" or "-help" or "-h" or "-?" or "/?":
                    return new(HostMode.Help, "", [], json);
                case "--version" or "-version":
                    return new(HostMode.Version, "", [], json);
                case "-command" or "-c":
                    return new(HostMode.Command, Script(words.Skip(i + 1)), [], json);
                case "-file" or "-f":
                    string file = words.ElementAtOrDefault(i + 1)
                        ?? throw new ArgumentException("-File needs the path of a script.");
                    return new(HostMode.File, file, [.. words.Skip(i + 2)], json);
                default:
                    if (word.StartsWith('-'))
                        throw new ArgumentException($"'{word}' is not an option of mlem-docker; see mlem-docker --help.");
                    return new(HostMode.Cmdlet, word, [.. words.Skip(i + 1)], json);
            }
        }

        return new(HostMode.Help, "", [], json);
    }

    private static bool ParseFormat(string? name) => name?.ToLowerInvariant() switch
    {
        "json" => true,
        "text" => false,
        _ => throw new ArgumentException("-OutputFormat is followed by Text or Json."),
    };

    // As pwsh does it: everything behind -Command is the script.
    private static string Script(IEnumerable<string> words)
    {
        string script = string.Join(' ', words);
        return script.Length > 0 ? script : throw new ArgumentException("-Command needs a script.");
    }
}
