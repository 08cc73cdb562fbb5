using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.Json.Nodes;
using Shell = System.Management.Automation.PowerShell;

namespace Mlem.Docker.Tests.Scripting;

/// <summary>
/// What a script left that ran in PowerShell with the module that the build put into <c>out/</c>: in a runspace of this
/// process, which is there at once. What needs a process (its environment, its signals, its end) runs in <c>pwsh</c>.
/// </summary>
/// <param name="Output">The objects that it put out, as <c>ConvertTo-Json</c> writes them.</param>
/// <param name="Shown">What was on the screen beside errors: formatted objects, and what <c>-WhatIf</c> says.</param>
/// <param name="Error">Its errors with what to do about them, and its warnings, verbose and debug lines.</param>
internal sealed record ScriptRun(IReadOnlyList<JsonNode?> Output, string Shown, string Error)
{
    private const string ToJson = """
        param($Objects)
        foreach ($one in $Objects) { ConvertTo-Json -InputObject $one -Compress -EnumsAsStrings -Depth 5 -WarningAction Ignore }
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private static readonly string Manifest = RepositoryRoot.Combine("out", "Mlem.Docker", "Mlem.Docker.psd1");

    /// <summary>Whether an error ended it, or was told.</summary>
    public bool Failed { get; private init; }

    /// <summary>The lines on the screen that are not empty.</summary>
    public string[] Lines => Shown.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a script to its end, and takes its objects.</summary>
    public static Task<ScriptRun> RunAsync(string script, CancellationToken cancellation) => RunAsync(script, shown: false, cancellation);

    /// <summary>Runs a script to its end, with its objects on the screen.</summary>
    public static Task<ScriptRun> ShowAsync(string script, CancellationToken cancellation) => RunAsync(script, shown: true, cancellation);

    /// <summary>The objects of a script that must succeed.</summary>
    public static async Task<IReadOnlyList<JsonNode?>> ObjectsAsync(string script, CancellationToken cancellation)
    {
        ScriptRun run = await RunAsync(script, cancellation);
        return run.Failed ? throw new InvalidOperationException($"{script}\n{run.Error}") : run.Output;
    }

    /// <summary>A text as a PowerShell literal.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static async Task<ScriptRun> RunAsync(string script, bool shown, CancellationToken cancellation)
    {
        var host = new ScriptHost();
        using Runspace runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
        runspace.Open();
        using (Shell import = Create(runspace))
            import.AddCommand("Import-Module").AddParameter("Name", Manifest).AddParameter("ErrorAction", ActionPreference.Stop).Invoke();

        using Shell shell = Create(runspace);
        bool failed = false;
        shell.Streams.Error.DataAdding += (_, added) => Fail((ErrorRecord)added.ItemAdded);
        shell.AddScript(script);
        if (shown)
            shell.AddCommand("Out-Default");
        using var output = new PSDataCollection<PSObject>();
        try
        {
            await InvokeAsync(shell, output, cancellation);
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            Fail(exception.ErrorRecord);
        }

        using Shell json = Create(runspace);
        string[] lines = [.. json.AddScript(ToJson).AddArgument(output.ToArray()).Invoke<string>()];
        return new([.. lines.Select(line => JsonNode.Parse(line))], host.Screen.Shown, host.Screen.Told) { Failed = failed };

        void Fail(ErrorRecord record)
        {
            failed = true;
            string? command = record.InvocationInfo?.MyCommand?.Name;
            host.Screen.Tell((command is { Length: > 0 } ? command + ": " : "") + (record.ErrorDetails?.Message ?? record.Exception.Message));
            if (record.ErrorDetails?.RecommendedAction is { Length: > 0 } remedy)
                host.Screen.Tell("  " + remedy);
        }
    }

    private static Shell Create(Runspace runspace)
    {
        Shell shell = Shell.Create();
        shell.Runspace = runspace;
        return shell;
    }

    private static async Task InvokeAsync(Shell shell, PSDataCollection<PSObject> output, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        Task run = Task.Factory.FromAsync(shell.BeginInvoke<PSObject, PSObject>(null, output), shell.EndInvoke);
        using (limit.Token.Register(() => shell.BeginStop(null, null)))
            await run;
        limit.Token.ThrowIfCancellationRequested();
    }
}
