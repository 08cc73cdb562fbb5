using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Shell = System.Management.Automation.PowerShell;

namespace Mlem.Docker.PowerShell.Tests.Support;

/// <summary>A runspace with the module, and the tests' own cmdlets, in it.</summary>
internal sealed class Session : IDisposable
{
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());

    public Session(bool import = true)
    {
        _runspace.Open();
        if (import)
        {
            Invoke($"Import-Module '{BuiltModule.Manifest}' -ErrorAction Stop");
            using Shell shell = Create();
            shell.AddCommand("Import-Module").AddParameter("Assembly", typeof(Session).Assembly).Invoke();
        }
    }

    public Shell Create()
    {
        Shell shell = Shell.Create();
        shell.Runspace = _runspace;
        return shell;
    }

    /// <summary>Runs a script to its end; what it wrote to each stream is in the result.</summary>
    public SessionResult Invoke(string script, params object?[] arguments)
    {
        using Shell shell = Create();
        shell.AddScript(script);
        foreach (object? argument in arguments)
            shell.AddArgument(argument);
        IReadOnlyList<object?> output = [];
        RuntimeException? terminating = null;
        try
        {
            output = [.. shell.Invoke().Select(o => o?.BaseObject is PSCustomObject ? o : o?.BaseObject)];
        }
        catch (RuntimeException exception)
        {
            terminating = exception;
        }

        return new(
            output,
            [.. shell.Streams.Error],
            [.. shell.Streams.Warning.Select(warning => warning.Message)],
            [.. shell.Streams.Progress],
            terminating);
    }

    public void Dispose() => _runspace.Dispose();
}

/// <summary>What a script gave.</summary>
internal sealed record SessionResult(
    IReadOnlyList<object?> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<ProgressRecord> Progress,
    RuntimeException? Terminating);
