using System.Text;

namespace Mlem.Docker.Context;

/// <summary>
/// Reads <c>set_env</c> and <c>build_arg</c> entries, and writes values so that a Dockerfile gives the container
/// exactly the value (D1). Values may be secret and are never part of a message.
/// </summary>
internal static class EnvironmentVariables
{
    /// <summary>Reads entries; a later one of the same name replaces the value at the first one's place.</summary>
    /// <param name="entries"><c>NAME=value</c>, or <c>NAME</c> for the value of this process's environment (D2).</param>
    /// <param name="parameter">Where they come from, for messages: <c>set_env</c>.</param>
    /// <param name="environment">Looks up a variable of this process.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(
        IEnumerable<string> entries, string parameter, Func<string, string?> environment)
    {
        var variables = new List<KeyValuePair<string, string>>();
        foreach (string entry in entries)
        {
            int equals = entry.IndexOf('=');
            string name = equals < 0 ? entry : entry[..equals];
            CheckName(name, parameter);
            string value = equals >= 0 ? entry[(equals + 1)..] : environment(name) ?? throw Missing(name, parameter);
            Set(variables, name, value);
        }

        return variables;
    }

    public static void Set(List<KeyValuePair<string, string>> variables, string name, string value)
    {
        int place = variables.FindIndex(v => v.Key == name);
        if (place < 0)
            variables.Add(new(name, value));
        else
            variables[place] = new(name, value);
    }

    /// <summary>Refuses a value that no Dockerfile can hold.</summary>
    public static void CheckValue(string name, string value)
    {
        if (HasLineBreak(value))
        {
            throw new MlemException(
                "EnvironmentValueInvalid",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatEnvironmentValueInvalid(name),
                name,
                Messages.EnvironmentValueInvalidRemedy);
        }
    }

    /// <summary>The value as it stands behind <c>ENV NAME=</c>: plain where it can be, else in double quotes.</summary>
    /// <exception cref="FormatException">The value has a line break.</exception>
    public static string Quote(string value)
    {
        if (HasLineBreak(value)) throw new FormatException(Messages.LineBreakInDockerfileValue);
        if (!value.Any(c => char.IsWhiteSpace(c) || c is '"' or '\'' or '\\' or '$'))
            return value;
        var quoted = new StringBuilder("\"");
        foreach (char c in value)
            quoted.Append(c is '"' or '\\' or '$' ? "\\" : string.Empty).Append(c);
        return quoted.Append('"').ToString();
    }

    private static bool HasLineBreak(string value) => value.AsSpan().IndexOfAny('\n', '\r') >= 0;

    private static void CheckName(string name, string parameter)
    {
        bool valid = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (!valid)
        {
            throw new MlemException(
                "EnvironmentNameInvalid",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatEnvironmentNameInvalid(name, parameter),
                name,
                Messages.EnvironmentNameInvalidRemedy);
        }
    }

    private static MlemException Missing(string name, string parameter) => new(
        "EnvironmentVariableNotSet",
        MlemErrorCategory.ObjectNotFound,
        Messages.FormatEnvironmentVariableNotSet(parameter, name),
        name,
        Messages.FormatEnvironmentVariableNotSetRemedy(name));
}
