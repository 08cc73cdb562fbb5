using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Context;

/// <summary>What a <c>run_cmd</c> is: MLEM's default, a command in exec form, or a line for the image's shell.</summary>
internal static partial class RunCommand
{
    private static readonly string[] Shells = ["sh", "bash", "dash", "ash", "ksh", "zsh", "fish"];

    // Programs that start another with their last words, and pass a signal to nobody but that: how many words of their own they take.
    private static readonly Dictionary<string, int> Starters = new(StringComparer.Ordinal)
    {
        ["env"] = 0,
        ["tini"] = 0,
        ["tini-static"] = 0,
        ["catatonit"] = 0,
        ["docker-init"] = 0,
        ["nohup"] = 0,
        ["nice"] = 0,
        ["stdbuf"] = 0,
        ["busybox"] = 0,
        ["gosu"] = 1,
        ["su-exec"] = 1,
    };

    /// <summary>Whether it runs <c>run.sh</c> and nothing else, so that <c>run.sh</c> may hand its process on.</summary>
    public static bool IsDefault(string? command) => command == DockerBuildArgs.DefaultRunCommand
        || (command is not null && ExecForm(command) is ["sh", "run.sh"]);

    /// <summary>Whether a program is a shell, by its name.</summary>
    public static bool IsShell(string name) => Shells.Contains(name);

    /// <summary>Refuses what looks like the exec form but is not JSON: the builder would silently give it to a shell.</summary>
    /// <exception cref="MlemException"><c>RunCommandInvalid</c></exception>
    public static void Check(string? command)
    {
        if (command is null || !LooksLikeExecForm().IsMatch(command) || ExecForm(command) is not null)
            return;
        throw new MlemException(
            "RunCommandInvalid", MlemErrorCategory.InvalidArgument, Messages.FormatRunCommandInvalid(command), command,
            Messages.RunCommandInvalidRemedy);
    }

    /// <summary>Warns of a command of the user's that starts a shell which keeps the signal of a stop to itself.</summary>
    public static IEnumerable<string> Warnings(string? command)
    {
        if (command is null || IsDefault(command) || string.IsNullOrWhiteSpace(command))
            yield break;
        bool keeps = ExecForm(command) is { } words ? ShellKeepsSignals(words) : LineKeepsSignals(command);
        if (keeps)
            yield return Messages.FormatRunCommandKeepsSignals(command);
    }

    private static string[]? ExecForm(string command)
    {
        try
        {
            string[]? words = JsonSerializer.Deserialize<string[]>(command);
            return words is null || words.Contains(null) ? null : words;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            // ArgumentException: half a surrogate, which no JSON can hold.
            return null;
        }
    }

    private static bool ShellKeepsSignals(string[] given)
    {
        string[] words = Started(given);
        if (words.Length == 0 || !IsShell(words[0][(words[0].LastIndexOf('/') + 1)..]))
            return false;
        int option = Array.FindIndex(words, 1, w => CommandOption().IsMatch(w));
        if (option > 0 && option + 1 < words.Length)
            return LineKeepsSignals(words[option + 1]);
        // A script of the user's; only run.sh is known to hand its process on, where it is started by the default command.
        return words.Length > 1;
    }

    // What is started in the end. With -g, tini gives a signal to all that it has started.
    private static string[] Started(string[] words)
    {
        while (words.Length > 1 && Starters.TryGetValue(words[0][(words[0].LastIndexOf('/') + 1)..], out int own) && !words.Contains("-g"))
        {
            int at = 1;
            while (at < words.Length && (words[at].StartsWith('-') || Assignment().IsMatch(words[at])))
                at++;
            words = words[Math.Min(at + own, words.Length)..];
        }

        return words;
    }

    // A shell stays until its last command has ended, unless that begins with exec, or it has a handler of its own.
    private static bool LineKeepsSignals(string line)
    {
        if (Trap().IsMatch(line))
            return false;
        string last = Separators().Split(line.Trim()).LastOrDefault(s => s.Trim().Length > 0)?.Trim() ?? string.Empty;
        return !last.StartsWith("exec ", StringComparison.Ordinal)
            || ShellKeepsSignals([.. Word().Matches(last["exec ".Length..]).Select(w => w.Value.Trim('"', '\''))]);
    }

    // Not '[ -f x ] && …', which is a shell's test.
    [GeneratedRegex(@"\A\s*\[(?!\[|\s+[^""'\s\],][^""',\]]*\s\]\s*\S)", RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeExecForm();

    [GeneratedRegex(@"\A-[a-z]*c\z", RegexOptions.CultureInvariant)]
    private static partial Regex CommandOption();

    [GeneratedRegex(@"\A\w+=", RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"(?:\A|[;&|\n{(])\s*trap\s", RegexOptions.CultureInvariant)]
    private static partial Regex Trap();

    [GeneratedRegex(@"""[^""]*""|'[^']*'|\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"&&|\|\|?|;|\n|(?<![<>])&(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Separators();
}
