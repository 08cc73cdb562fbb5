namespace Mlem.Docker;

/// <summary>How an image is tried before it counts as done.</summary>
public sealed record ImageVerifyOptions
{
    /// <summary>How long the container has to become ready and to answer; 60 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Calls to make once it is ready, by the method's name: a value for the method, or text with JSON.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Inputs { get; init; } = [];

    /// <summary>Whether the container may write to nothing but <c>/tmp</c> and has no Linux capability.</summary>
    public bool Hardened { get; init; }

    /// <summary>The methods of a server that does not describe them itself; null for one that does.</summary>
    internal ServerInterface? Interface { get; init; }

    /// <summary>Whether an image that failed keeps its name.</summary>
    public bool KeepFailed { get; init; }
}

/// <summary>What was seen when an image was tried.</summary>
/// <param name="SecondsUntilReady">From the container's start until it was ready.</param>
/// <param name="Sign">What showed it: <c>http</c>, <c>amqp</c> (a server of type rmq, by a broker of the trial's own), <c>healthcheck</c> or <c>running</c>.</param>
/// <param name="Calls">The calls that were made.</param>
public sealed record ImageVerification(double SecondsUntilReady, string Sign, IReadOnlyList<VerificationCall> Calls)
{
    /// <inheritdoc/>
    public override string ToString() => Messages.FormatReadyAfterSCalls(FormattableString.Invariant($"{SecondsUntilReady:0.00}"), Sign, Calls.Count);
}

/// <summary>A call that was made while an image was tried.</summary>
/// <param name="Method">The method.</param>
/// <param name="Status">The HTTP status: 200; also for an answer that came to the broker.</param>
/// <param name="Answer">The answer as plain values.</param>
public sealed record VerificationCall(string Method, int Status, object? Answer);

/// <summary>An image that was built, and whose container did not do what it should. Nothing was pushed.</summary>
public sealed class ImageVerificationException : MlemException
{
    internal ImageVerificationException(string image, string message, int? exitCode, IReadOnlyList<string> log, string recommendation)
        : base("ImageVerificationFailed", MlemErrorCategory.InvalidOperation, message, image, recommendation)
    {
        ExitCode = exitCode;
        Log = log;
    }

    /// <summary>The exit code of the container; null when it still ran.</summary>
    public int? ExitCode { get; }

    /// <summary>The last lines that it wrote.</summary>
    public IReadOnlyList<string> Log { get; }
}
