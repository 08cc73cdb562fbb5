using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Host.Arguments;

/// <summary>Gives the words behind a cmdlet's or script's name to it as PowerShell's own command line would.</summary>
internal static partial class CommandArguments
{
    /// <summary>Adds the words to the command that was added last.</summary>
    public static void AddTo(System.Management.Automation.PowerShell shell, IReadOnlyList<string> words)
    {
        bool onlyValues = false;
        foreach (string word in words)
        {
            Match parameter = ParameterWord().Match(word);
            if (onlyValues || !parameter.Success)
            {
                if (word == "--" && !onlyValues)
                    onlyValues = true;
                else
                    shell.AddArgument(ArgumentValue.Parse(word));
                continue;
            }

            // Without a value of its own, a parameter takes the next word if it is no switch: the binder knows.
            string name = parameter.Groups["name"].Value;
            if (!parameter.Groups["value"].Success || parameter.Groups["value"].Length == 0)
                shell.AddParameter(name);
            else if (ArgumentValue.Parse(parameter.Groups["value"].Value) is object value)
                shell.AddParameter(name, value);
            else
                shell.AddParameter(name).AddArgument(null);
        }
    }

    [GeneratedRegex(@"^-(?<name>[A-Za-z_?][\w-]*)(:(?<value>.*))?$", RegexOptions.Singleline)]
    private static partial Regex ParameterWord();
}
