using System.Management.Automation;
using Mlem.Docker.Host.Terminal;

namespace Mlem.Docker.Host.Output;

/// <summary>Tells errors on standard error: what failed, and what to do about it.</summary>
internal sealed class ErrorWriter(Screen screen)
{
    /// <summary>Whether there was any.</summary>
    public bool Any { get; private set; }

    /// <summary>Tells a failure that ended the pipeline.</summary>
    public void Write(Exception exception)
    {
        if (exception is IContainsErrorRecord container)
            Write(container.ErrorRecord);
        else
            WriteLines(exception.Message, null);
    }

    /// <summary>Tells an error record.</summary>
    public void Write(ErrorRecord record)
    {
        string message = record.ErrorDetails?.Message ?? record.Exception.Message;
        string? command = record.InvocationInfo?.MyCommand?.Name;
        WriteLines(
            string.IsNullOrEmpty(command) || record.InvocationInfo!.MyCommand is ExternalScriptInfo or ScriptInfo
                ? message
                : $"{command}: {message}",
            record.ErrorDetails?.RecommendedAction);
    }

    private void WriteLines(string message, string? recommendation)
    {
        Any = true;
        screen.WriteErrorLine(message, ConsoleColor.Red);
        if (!string.IsNullOrEmpty(recommendation))
            screen.WriteErrorLine($"  {recommendation}", null);
    }
}
