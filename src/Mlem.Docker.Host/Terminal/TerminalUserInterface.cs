using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Mlem.Docker.Host.Terminal;

/// <summary>PowerShell's streams and questions on the standard streams.</summary>
/// <param name="screen">The standard streams.</param>
/// <param name="outputIsData">
/// Whether standard output is for the objects alone: then what is written to the screen (<c>-WhatIf</c>, <c>Out-Host</c>)
/// goes to standard error.
/// </param>
internal sealed class TerminalUserInterface(Screen screen, bool outputIsData) : PSHostUserInterface
{
    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; } = new TerminalRawUserInterface();

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => !(outputIsData ? Console.IsErrorRedirected : Console.IsOutputRedirected);

    /// <inheritdoc/>
    public override void Write(string value) => Show(Plain(value));

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Show(Plain(value));

    /// <inheritdoc/>
    public override void WriteLine(string value) => Show(Plain(value) + Environment.NewLine);

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) => screen.WriteErrorLine(value, ConsoleColor.Red);

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) =>
        screen.WriteErrorLine($"WARNING: {message}", ConsoleColor.Yellow);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) =>
        screen.WriteErrorLine($"VERBOSE: {message}", ConsoleColor.Cyan);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) =>
        screen.WriteErrorLine($"DEBUG: {message}", ConsoleColor.Cyan);

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record) => screen.ShowProgress(record);

    /// <inheritdoc/>
    public override string ReadLine() =>
        Console.In.ReadLine() ?? throw new EndOfStreamException(
            "An answer was asked for, but standard input has ended. Answer in advance with -Confirm:$false or -Force.");

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString()
    {
        var secret = new SecureString();
        if (Console.IsInputRedirected)
        {
            foreach (char character in ReadLine())
                secret.AppendChar(character);
            return secret;
        }

        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
                secret.RemoveAt(secret.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                secret.AppendChar(key.KeyChar);
        }

        screen.WriteErrorLine("", null);
        return secret;
    }

    /// <inheritdoc/>
    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        screen.WriteErrorLine(caption, null);
        screen.WriteErrorLine(message, null);
        string[] keys = [.. choices.Select(Key)];
        string line = string.Join("  ", choices.Select((c, i) => $"[{keys[i]}] {c.Label.Replace("&", "")}"));
        while (true)
        {
            string fallback = defaultChoice >= 0 ? $" (default is {keys[defaultChoice]})" : "";
            screen.WriteErrorLine($"{line}{fallback}:", null);
            string answer = ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            int index = Array.FindIndex(keys, key => key.Equals(answer, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
                index = choices.ToList().FindIndex(c => c.Label.Replace("&", "").Equals(answer, StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
                return index;
        }
    }

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions)
    {
        screen.WriteErrorLine(caption, null);
        screen.WriteErrorLine(message, null);
        var answers = new Dictionary<string, PSObject>();
        foreach (FieldDescription field in descriptions)
        {
            screen.WriteErrorLine($"{field.Name}:", null);
            answers[field.Name] = PSObject.AsPSObject(
                field.ParameterTypeFullName == typeof(SecureString).FullName ? ReadLineAsSecureString() : ReadField(field.Name));
        }

        return answers;
    }

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
    {
        screen.WriteErrorLine(message, null);
        if (string.IsNullOrEmpty(userName))
        {
            screen.WriteErrorLine("User name:", null);
            userName = ReadLine();
        }

        screen.WriteErrorLine($"Password for {userName}:", null);
        return new PSCredential(userName, ReadLineAsSecureString());
    }

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => PromptForCredential(caption, message, userName, targetName);

    private static string ReadField(string name) =>
        Console.In.ReadLine() ?? throw new EndOfStreamException(
            $"A value for {name} was asked for, but standard input has ended. Give it as -{name}.");

    private void Show(string text)
    {
        if (outputIsData)
            screen.WriteError(text);
        else
            screen.WriteOutput(text);
    }

    // The formatter always styles; without a terminal the styles go.
    private string Plain(string text) => GetOutputString(text, SupportsVirtualTerminal);

    // "&Yes" is answered with Y.
    private static string Key(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length
            ? choice.Label[(mark + 1)..(mark + 2)].ToUpperInvariant()
            : choice.Label;
    }
}
