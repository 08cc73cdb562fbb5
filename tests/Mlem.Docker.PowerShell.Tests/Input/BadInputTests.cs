using System.Management.Automation;
using System.Text.RegularExpressions;
using Mlem.Docker.PowerShell.Tests.Support;
using Shell = System.Management.Automation.PowerShell;

namespace Mlem.Docker.PowerShell.Tests.Input;

/// <summary>
/// Every parameter of every cmdlet with values that it is not meant for, as an argument and by pipeline, beside an Engine
/// that is down: each gives PowerShell's own error, one of those in docs/errors.md, or none.
/// </summary>
public abstract partial class BadInputTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private static readonly HashSet<string> Listed = [.. ListedId().Matches(
        File.ReadAllText(Path.Combine(BuiltModule.RepositoryRoot, "docs", "errors.md"))).Select(m => m.Groups[1].Value)];

    // What PowerShell's binder calls what it cannot bind, and its paths what is not there.
    private static readonly HashSet<string> PowerShells =
    [
        "AmbiguousParameterSet", "CannotConvertArgument", "CannotConvertArgumentNoMessage", "DriveNotFound", "InputObjectMissingMandatory",
        "InputObjectNotBound", "MissingMandatoryParameter", "ParameterBindingFailed", "ScriptBlockArgumentNoInput",
        "ParameterArgumentTransformationError", "ParameterArgumentTransformationErrorNullNotAllowed", "ParameterArgumentValidationError",
        "ParameterArgumentValidationErrorEmptyArrayNotAllowed", "ParameterArgumentValidationErrorEmptyStringNotAllowed",
        "ParameterArgumentValidationErrorNullNotAllowed", "ParameterArgumentValidationErrorEmptyCollectionNotAllowed",
        "ProviderNotFound", "RuntimeException", "PathNotFound", "ItemNotFound", "ItemDoesNotExist",

        // What the script block itself throws.
        "x",
    ];

    private readonly Session _session = new();
    private readonly BadInputScene _scene = new();

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _session.Dispose();
        _scene.Dispose();
    }

    /// <summary>The cmdlets of one class of tests, which run beside those of the others.</summary>
    protected static TheoryData<string> Named(Func<string, bool> wanted) => [.. ModuleParameters.Cmdlets.Select(ModuleParameters.NameOf).Where(wanted)];

    /// <summary>Tries every parameter of a cmdlet.</summary>
    protected void Try(string cmdlet)
    {
        _session.Invoke("param($folder) $null = $ExecutionContext.SessionState.Path.SetLocation($folder)", _scene.Folder);
        var command = (CmdletInfo)Assert.Single(_session.Invoke("param($name) Get-Command $name", cmdlet).Output)!;
        var problems = new List<string>();
        foreach (ParameterMetadata parameter in command.Parameters.Values.Where(p => !Cmdlet.CommonParameters.Contains(p.Name) && p.SwitchParameter == false))
        {
            bool byPipeline = parameter.ParameterSets.Values.Any(s => s.ValueFromPipeline);
            foreach ((string value, object? given) in IsShared(command.ImplementingType, parameter.Name) ? BadValues.Few : BadValues.All)
            {
                problems.AddRange(Problems($"{cmdlet} -{parameter.Name} {value}", command, parameter, given, piped: false));
                if (byPipeline && given is not null)
                    problems.AddRange(Problems($"{value} | {cmdlet} (-{parameter.Name})", command, parameter, given, piped: true));
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    // What cmdlets have in common is tried with everything once.
    private static bool IsShared(Type cmdlet, string parameter) =>
        cmdlet.GetProperty(parameter)!.DeclaringType is { } owner && ModuleParameters.Cmdlets.First(owner.IsAssignableFrom) != cmdlet;

    private List<string> Problems(string what, CommandInfo command, ParameterMetadata parameter, object? value, bool piped)
    {
        using Shell shell = _session.Create();
        shell.AddCommand(command);
        foreach ((string name, object given) in _scene.Beside(command, parameter))
            shell.AddParameter(name, given);
        if (!piped)
            shell.AddParameter(parameter.Name, value);
        var errors = new List<ErrorRecord>();
        try
        {
            // Without any input, a cmdlet runs once.
            using PSDataCollection<object?>? input = piped ? [value] : null;
            input?.Complete();
            IAsyncResult run = shell.BeginInvoke(input);
            if (!run.AsyncWaitHandle.WaitOne(Longest))
            {
                shell.Stop();
                return [$"{what}: hangs"];
            }

            shell.EndInvoke(run);
        }
        catch (RuntimeException failure)
        {
            errors.Add(failure.ErrorRecord);
        }

        errors.AddRange(shell.Streams.Error);
        return [.. errors.Select(e => Problem(what, e)).OfType<string>()];
    }

    private static string? Problem(string what, ErrorRecord error)
    {
        string id = error.FullyQualifiedErrorId.Split(',')[0];
        string why = error.Exception.ToString().Split('\n')[0];
        if (!Listed.Contains(id) && !PowerShells.Contains(id))
            return $"{what}: the id {id} is not listed ({why})";
        if (id is "UnexpectedFailure" or "InputOutputFailed" or "FileNotFound")
            return $"{what}: {why}";
        if (DotNets().IsMatch(error.ToString()))
            return $"{what}: the text of {id} is .NET's: {error}";
        return error.Exception is ParameterBindingException { InnerException: { } inner } && !IsMeant(inner) ? $"{what}: {inner.GetType().Name}: {inner.Message}" : null;
    }

    private static bool IsMeant(Exception inner) => inner is MlemException or MetadataException or RuntimeException;

    [GeneratedRegex(@"^\| `([A-Za-z]+)` \|", RegexOptions.Multiline)]
    private static partial Regex ListedId();

    [GeneratedRegex(@"(?m)Object reference|Unable to cast|\(Parameter '|^\s+at \w|Sequence contains|was out of range|Value cannot be null|given key|Unexpected|same key")]
    private static partial Regex DotNets();
}
