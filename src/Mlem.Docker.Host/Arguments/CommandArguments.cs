using System.Collections;
using System.Management.Automation;
using System.Text.RegularExpressions;
using Shell = System.Management.Automation.PowerShell;

namespace Mlem.Docker.Host.Arguments;

/// <summary>
/// Gives the words behind a cmdlet's or script's name to it as PowerShell's own command line would: by splatting,
/// where a parameter's name takes the next word exactly if it is no switch.
/// </summary>
internal static partial class CommandArguments
{
    private const string Call = "param($Command, $Words, $Named) & $Command @Words @Named";

    // How PowerShell marks the elements of a splatted array that are parameter names.
    private const string ParameterMark = "<CommandParameterName>";

    /// <summary>Adds a call of the command, a name or a script block, with the words.</summary>
    /// <exception cref="ArgumentException">A word begins as a table or an array and is no literal one.</exception>
    public static void AddCall(Shell shell, object command, IReadOnlyList<string> words)
    {
        var positional = new List<object?>();
        var named = new Hashtable(StringComparer.OrdinalIgnoreCase);
        bool onlyValues = false;
        foreach (string word in words)
        {
            Match parameter = ParameterWord().Match(word);
            if (word == "--" && !onlyValues)
                onlyValues = true;
            else if (onlyValues || !parameter.Success)
                positional.Add(ArgumentValue.Parse(word));
            else if (parameter.Groups["value"].Length > 0)
                AddNamed(named, parameter.Groups["name"].Value, parameter.Groups["value"].Value);
            else
                positional.Add(ParameterName(parameter.Groups["name"].Value));
        }

        shell.AddScript(Call).AddArgument(command).AddArgument(positional.ToArray()).AddArgument(named);
    }

    private static void AddNamed(Hashtable named, string name, string value)
    {
        if (named.ContainsKey(name))
            throw new ArgumentException($"The parameter -{name} is given twice.");
        named.Add(name, ArgumentValue.Parse(value));
    }

    private static PSObject ParameterName(string name)
    {
        var word = new PSObject("-" + name);
        word.Properties.Add(new PSNoteProperty(ParameterMark, name));
        return word;
    }

    [GeneratedRegex(@"^-(?<name>[A-Za-z_?][\w-]*)(:(?<value>.*))?$", RegexOptions.Singleline)]
    private static partial Regex ParameterWord();
}
