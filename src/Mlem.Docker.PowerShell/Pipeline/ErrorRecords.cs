using System.Management.Automation;
using System.Net.Sockets;

namespace Mlem.Docker.PowerShell.Pipeline;

/// <summary>Turns failures into PowerShell's error records, with stable ids.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of a failure; <paramref name="target"/> where the failure itself names none.</summary>
    public static ErrorRecord From(Exception exception, object? target = null) => exception switch
    {
        MlemException failure => Create(
            failure,
            failure.ErrorId,
            Enum.Parse<ErrorCategory>(failure.Category.ToString()),
            (failure.Target is string text ? TerminalText.Clean(text) : failure.Target) ?? target,
            failure.Recommendation),
        AggregateException { InnerExceptions: [Exception only] } => From(only, target),
        IContainsErrorRecord container => new ErrorRecord(container.ErrorRecord, exception),
        FileNotFoundException or DirectoryNotFoundException => Create(
            exception, "FileNotFound", ErrorCategory.ObjectNotFound, target, Messages.FileNotFoundRemedy),
        UnauthorizedAccessException => Create(
            exception, "AccessDenied", ErrorCategory.PermissionDenied, target, Messages.AccessDeniedRemedy),
        HttpRequestException or SocketException => Create(
            exception, "ConnectionFailed", ErrorCategory.ConnectionError, target, Messages.ConnectionFailedRemedy),
        TimeoutException => Create(
            exception, "TimedOut", ErrorCategory.OperationTimeout, target, Messages.TimedOutRemedy),
        OperationCanceledException => Create(
            exception, "OperationCanceled", ErrorCategory.OperationStopped, target, Messages.OperationCanceledRemedy),
        IOException => Create(
            exception, "InputOutputFailed", ErrorCategory.DeviceError, target, Messages.InputOutputFailedRemedy),
        _ => Create(
            exception,
            "UnexpectedFailure",
            ErrorCategory.NotSpecified,
            target,
            Messages.ThisIsFaultOfMlemDocker),
    };

    private static ErrorRecord Create(
        Exception exception, string id, ErrorCategory category, object? target, string? recommendation)
    {
        var record = new ErrorRecord(exception, id, category, target);
        if (recommendation is not null)
            record.ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = recommendation };
        return record;
    }
}
