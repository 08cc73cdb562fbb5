using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace Mlem.Docker.Tests.Scripting;

/// <summary>Keeps what PowerShell shows, without colours, and answers no question.</summary>
internal sealed class ScriptScreen : PSHostUserInterface
{
    private readonly StringBuilder _shown = new();
    private readonly StringBuilder _told = new();

    /// <summary>Formatted objects, and what <c>-WhatIf</c> says.</summary>
    public string Shown => TextOf(_shown);

    /// <summary>The lines of errors, warnings, verbose and debug messages.</summary>
    public string Told => TextOf(_told);

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; } = new ScriptScreenSize();

    /// <summary>Adds a line to what was told.</summary>
    public void Tell(string line)
    {
        lock (_told)
            _told.Append(line).Append('\n');
    }

    /// <inheritdoc/>
    public override void Write(string value)
    {
        lock (_shown)
            _shown.Append(GetOutputString(value, supportsVirtualTerminal: false));
    }

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    /// <inheritdoc/>
    public override void WriteLine(string value) => Write(value + "\n");

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) => Tell(value);

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => Tell($"WARNING: {message}");

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => Tell($"VERBOSE: {message}");

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => Tell($"DEBUG: {message}");

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    /// <inheritdoc/>
    public override string ReadLine() => throw Asked("a line");

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => throw Asked("a secret");

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw Asked(string.Join(", ", descriptions.Select(field => field.Name)));

    /// <inheritdoc/>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        throw Asked(message);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw Asked(message);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        throw Asked(message);

    private static HostException Asked(string what) => new($"Nobody is there to be asked for {what}.");

    private static string TextOf(StringBuilder text)
    {
        lock (text)
            return text.ToString().ReplaceLineEndings("\n");
    }
}
