using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;
using Mlem.Docker.Host.Arguments;
using Mlem.Docker.Host.Output;
using Mlem.Docker.Host.Terminal;
using Shell = System.Management.Automation.PowerShell;

namespace Mlem.Docker.Host;

/// <summary>One run of the host: a runspace with the module, one pipeline in it, and an exit code.</summary>
internal sealed class HostSession : IDisposable
{
    private readonly HostArguments _arguments;
    private readonly TerminalHost _host;
    private readonly ErrorWriter _errors;
    private readonly Shell _shell;
    private int? _signalExitCode;

    public HostSession(HostArguments arguments)
    {
        _arguments = arguments;
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = new TerminalCulture();
        _host = new TerminalHost(outputIsData: arguments.Json);
        _errors = new ErrorWriter(_host.Screen);
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")))
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.RemoteSigned;
        _shell = Shell.Create();
        _shell.Runspace = RunspaceFactory.CreateRunspace(_host, state);
    }

    public int Run()
    {
        using PosixSignalRegistration interrupt = StopOn(PosixSignal.SIGINT, ExitCodes.Interrupted);
        using PosixSignalRegistration terminate = StopOn(PosixSignal.SIGTERM, ExitCodes.Terminated);
        try
        {
            _shell.Runspace.Open();
            Import();
            Compose();
            if (_signalExitCode is null)
                Invoke();
        }
        catch (PipelineStoppedException)
        {
            // Ctrl+C, exit in a script, or a failure that was told already.
        }
        catch (Exception exception) when (exception is RuntimeException or IOException or ArgumentException)
        {
            _errors.Write(exception);
        }

        _host.Screen.Close();
        // An exit with a number of its own says more than ours; an exit with 0 does not undo an error that was told.
        int exitCode = _host.ExitCode ?? ExitCodes.Success;
        return _signalExitCode ?? (exitCode == ExitCodes.Success && _errors.Any ? ExitCodes.Failure : exitCode);
    }

    public void Dispose()
    {
        _shell.Runspace?.Dispose();
        _shell.Dispose();
    }

    private void Import()
    {
        _shell.AddCommand("Import-Module")
            .AddParameter("Name", ModuleLocator.Find(AppContext.BaseDirectory))
            .AddParameter("ErrorAction", ActionPreference.Stop)
            .Invoke();
        _shell.Commands.Clear();
        _shell.Streams.ClearStreams();
    }

    private void Compose()
    {
        switch (_arguments.Mode)
        {
            case HostMode.Command:
                _shell.AddScript(_arguments.Target);
                break;
            case HostMode.File:
                CommandArguments.AddCall(_shell, ReadScript(_arguments.Target), _arguments.Rest);
                break;
            default:
                CommandArguments.AddCall(_shell, _arguments.Target, _arguments.Rest);
                break;
        }

        if (!_arguments.Json)
            _shell.AddCommand("Out-Default");
    }

    // As a block of the file and not by the file's name: only so does its exit become the exit of the process.
    private static ScriptBlock ReadScript(string path)
    {
        string file = Path.GetFullPath(path);
        if (!File.Exists(file))
            throw new FileNotFoundException($"There is no script {file}.");
        ScriptBlockAst script = Parser.ParseFile(file, out _, out ParseError[] errors);
        return errors.Length == 0 ? script.GetScriptBlock() : throw new ParseException(errors);
    }

    private void Invoke()
    {
        _shell.Streams.Error.DataAdding += (_, e) => _errors.Write((ErrorRecord)e.ItemAdded);
        using var output = new PSDataCollection<PSObject>();
        if (_arguments.Json)
            output.DataAdding += (_, e) => _host.Screen.WriteOutputLine(JsonLine.From(e.ItemAdded));
        _shell.Invoke(null, output);
    }

    // The first signal stops the pipeline, which cleans up; a second one ends the process at once.
    private PosixSignalRegistration StopOn(PosixSignal signal, int exitCode) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = _signalExitCode is null;
            _signalExitCode = exitCode;
            if (context.Cancel)
                _shell.BeginStop(null, null);
        });
}
