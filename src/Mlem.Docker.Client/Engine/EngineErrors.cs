using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;

namespace Mlem.Docker.Engine;

/// <summary>Turns the Engine's answers and the network's failures into errors with stable ids.</summary>
internal static class EngineErrors
{
    private const int LongestMessage = 4000;

    /// <param name="endpoint">Where it was tried.</param>
    /// <param name="why">The rest of the sentence after the colon, without a full stop.</param>
    /// <param name="inner">The cause.</param>
    public static EngineException Unreachable(DockerEndpoint endpoint, string why, Exception? inner = null) => new(
        "EngineUnreachable",
        MlemErrorCategory.ConnectionError,
        Messages.FormatEngineUnreachable(endpoint.Address, endpoint.ChosenBy, why),
        target: endpoint.Address,
        recommendation: WhatToTry(endpoint, inner),
        innerException: inner);

    /// <summary>The connection ended, or went silent, before the work's result came.</summary>
    public static EngineException Cut(string what, object? target, string why, Exception? inner = null) => new(
        "EngineStreamCut",
        MlemErrorCategory.ConnectionError,
        Messages.FormatEngineStreamCut(what, why),
        target: target,
        recommendation: Messages.EngineStreamCutRemedy,
        innerException: inner);

    public static EngineException Protocol(string what, object? target, string why, Exception? inner = null) => new(
        "EngineProtocolError",
        MlemErrorCategory.ProtocolError,
        Messages.FormatEngineProtocolError(what, why),
        target: target,
        recommendation: Messages.EngineProtocolErrorRemedy,
        innerException: inner);

    public static EngineException Timeout(string what, object? target, TimeSpan limit) => new(
        "EngineTimeout",
        MlemErrorCategory.OperationTimeout,
        Messages.FormatEngineTimeout(what, $"{limit.TotalSeconds:0}"),
        target: target,
        recommendation: Messages.EngineTimeoutRemedy);

    /// <summary>An answer with a status that is no success.</summary>
    /// <param name="what">What was asked, as the begin of a sentence: <c>Starting the container 'web'</c>.</param>
    /// <param name="target">The image or container.</param>
    /// <param name="subject">What a 404 says is missing.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The answer: JSON with <c>message</c>, or anything else.</param>
    public static EngineException FromAnswer(string what, object? target, EngineSubject subject, int status, string? body) =>
        FromMessage(what, target, subject, status, MessageOf(body) ?? Messages.FormatHTTPStatusStatus(status));

    /// <summary>A failure in the Engine's words, of an answer or of a line in a stream.</summary>
    public static EngineException FromMessage(string what, object? target, EngineSubject subject, int? status, string words)
    {
        words = Shorten(words.Trim());
        var (id, category, advice) = EngineWords.Classify(subject, status, words, target);
        var stop = words.EndsWith('.') ? string.Empty : ".";
        return new EngineException(id, category, Messages.FormatEngineCallFailed(what, words, stop), status, words, target, advice);
    }

    /// <summary>A network failure in a few words.</summary>
    public static string Reason(Exception error) => error switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => Messages.ConnectionWasRefused,
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            Messages.NameOfHostIsNotKnown,
        SocketException { SocketErrorCode: SocketError.AccessDenied } => Messages.AccessToItIsDenied,
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => Messages.ThereIsNoSuchSocket,
        SocketException { NativeErrorCode: 2 } => Messages.ThereIsNoSuchSocket,
        SocketException => error.Message.TrimEnd('.'),
        AuthenticationException when SpeaksNoTls(error) => Messages.ItDoesNotSpeakTLS,
        AuthenticationException => Messages.FormatTLSFailedReason(Deepest(error).Message.TrimEnd('.')),
        // With TLS 1.3 a server that does not take the client's certificate, or none, says so after the handshake.
        IOException when Deepest(error) is System.Security.Cryptography.CryptographicException alert =>
            Messages.FormatTLSFailedItDoesNotLet(alert.Message.TrimEnd('.')),
        System.ComponentModel.Win32Exception => Messages.FormatProgramSshCouldNotBeStarted(error.Message.TrimEnd('.')),
        _ => Deepest(error).Message.TrimEnd('.'),
    };

    internal static string? MessageOf(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
            return null;
        try
        {
            using var document = PeerJson.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var name in (string[])["message", "error", "cause"])
                {
                    if (document.RootElement.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String)
                        return text.GetString();
                }
            }
        }
        catch (JsonException)
        {
            // Older Engines and proxies answer in plain text.
        }

        return body.Trim();
    }

    private static string WhatToTry(DockerEndpoint endpoint, Exception? cause)
    {
        var permission = cause is UnauthorizedAccessException or SocketException { SocketErrorCode: SocketError.AccessDenied };
        var start = endpoint.Scheme switch
        {
            EndpointScheme.Unix when permission => Messages.LetThisUserIntoSocketsGroup,
            EndpointScheme.Unix => Messages.StartDockerEngineSystemctlStartDocker,
            EndpointScheme.NamedPipe => "Start Docker Desktop.",
            EndpointScheme.Ssh => Messages.FormatTrySshDockerVersionKeysAnd(SshDestination(endpoint)),
            _ when endpoint.Tls is null => Messages.LookWhetherEngineListensThereAnd,
            _ => Messages.LookWhetherEngineListensThereAndWhether,
        };
        if (endpoint.Others.Count > 0)
            start += " " + Messages.FormatOtherSocketsAreThere(string.Join(", ", endpoint.Others));
        return Messages.FormatAnotherEngineIsChosenWithDaemonHost(start);
    }

    private static string SshDestination(DockerEndpoint endpoint) =>
        (endpoint.Port > 0 ? $"-p {endpoint.Port} " : "") + (endpoint.User is null ? "" : endpoint.User + "@") + endpoint.Host;

    // .NET's words for bytes that are no TLS record.
    private static bool SpeaksNoTls(Exception error) => Deepest(error).Message.Contains("frame size", StringComparison.Ordinal);

    private static Exception Deepest(Exception error)
    {
        while (error.InnerException is { } inner)
            error = inner;
        return error;
    }

    private static string Shorten(string words) => words.Length <= LongestMessage ? words : words[..LongestMessage] + "…";
}

/// <summary>What a request is about; it decides what a 404 means.</summary>
internal enum EngineSubject
{
    Engine,
    Image,

    /// <summary>A registry that the Engine speaks to for us: pulls, pushes, questions for a manifest.</summary>
    Registry,
    Container,
    Service,
}
