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
        $"The Docker Engine at {endpoint.Address} ({endpoint.ChosenBy}) does not answer: {why}.",
        target: endpoint.Address,
        recommendation: WhatToTry(endpoint, inner),
        innerException: inner);

    /// <summary>The connection ended, or went silent, before the work's result came.</summary>
    public static EngineException Cut(string what, object? target, string why, Exception? inner = null) => new(
        "EngineStreamCut",
        MlemErrorCategory.ConnectionError,
        $"{what} was cut off before its end: {why}. Whether the Engine finished the work is not known.",
        target: target,
        recommendation: "Look whether the Docker Engine is still running and what lies between it and this machine, then try again.",
        innerException: inner);

    public static EngineException Protocol(string what, object? target, string why, Exception? inner = null) => new(
        "EngineProtocolError",
        MlemErrorCategory.ProtocolError,
        $"{what} failed: what answered does not speak as a Docker Engine does: {why}.",
        target: target,
        recommendation: "Look whether the address is that of a Docker Engine, and whether a proxy lies before it.",
        innerException: inner);

    public static EngineException Timeout(string what, object? target, TimeSpan limit) => new(
        "EngineTimeout",
        MlemErrorCategory.OperationTimeout,
        $"{what} took longer than {limit.TotalSeconds:0} seconds.",
        target: target,
        recommendation: "Look whether the Docker Engine is busy or stuck, then try again.");

    /// <summary>An answer with a status that is no success.</summary>
    /// <param name="what">What was asked, as the begin of a sentence: <c>Starting the container 'web'</c>.</param>
    /// <param name="target">The image or container.</param>
    /// <param name="subject">What a 404 says is missing.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The answer: JSON with <c>message</c>, or anything else.</param>
    public static EngineException FromAnswer(string what, object? target, EngineSubject subject, int status, string? body) =>
        FromMessage(what, target, subject, status, MessageOf(body) ?? $"HTTP status {status}");

    /// <summary>A failure in the Engine's words, of an answer or of a line in a stream.</summary>
    public static EngineException FromMessage(string what, object? target, EngineSubject subject, int? status, string words)
    {
        words = Shorten(words.Trim());
        var (id, category, advice) = Classify(subject, status, words);
        var stop = words.EndsWith('.') ? string.Empty : ".";
        return new EngineException(id, category, $"{what} failed: {words}{stop}", status, words, target, advice);
    }

    /// <summary>A network failure in a few words.</summary>
    public static string Reason(Exception error) => error switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "the connection was refused",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            "the name of the host is not known",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "access to it is denied",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "there is no such socket",
        SocketException { NativeErrorCode: 2 } => "there is no such socket",
        SocketException => error.Message.TrimEnd('.'),
        AuthenticationException => "TLS failed: " + Deepest(error).Message.TrimEnd('.'),
        // With TLS 1.3 a server that does not take the client's certificate, or none, says so after the handshake.
        IOException when Deepest(error) is System.Security.Cryptography.CryptographicException alert =>
            $"TLS failed: it does not let this client in, with the certificate shown or without one ({alert.Message.TrimEnd('.')})",
        System.ComponentModel.Win32Exception => "the program 'ssh' could not be started: " + error.Message.TrimEnd('.'),
        _ => Deepest(error).Message.TrimEnd('.'),
    };

    internal static string? MessageOf(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
            return null;
        try
        {
            using var document = JsonDocument.Parse(body);
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

    private static (string Id, MlemErrorCategory Category, string Advice) Classify(EngineSubject subject, int? status, string words)
    {
        bool Says(string part) => words.Contains(part, StringComparison.OrdinalIgnoreCase);
        if (Says("no space left on device"))
            return ("NoSpaceLeft", MlemErrorCategory.ResourceUnavailable, "Free space on the Engine's disk: 'docker system df' shows what uses it.");
        if (Says("port is already allocated") || Says("address already in use") || Says("Ports are not available"))
            return ("PortInUse", MlemErrorCategory.ResourceUnavailable, "Give another host port, or stop what uses this one.");
        if (status == 409 && Says("is already in use by container"))
            return ("ContainerNameInUse", MlemErrorCategory.ResourceExists, "Give another name, or remove the container that has it.");
        if (Says("invalid reference format") || Says("invalid tag") || Says("is not a valid repository/tag"))
            return ("ImageReferenceInvalid", MlemErrorCategory.InvalidArgument, "Give a name such as 'team/model:1.0', in lower case.");
        if (Says("client version") && Says("is too old"))
            return ("EngineApiMismatch", MlemErrorCategory.NotImplemented, "The Engine is newer than this Mlem.Docker: look for a newer Mlem.Docker, or use an older Engine.");
        if (Says("client version") && Says("is too new"))
            return ("EngineApiMismatch", MlemErrorCategory.NotImplemented, "The Engine is older than this Mlem.Docker takes it for: use a newer Engine, or look what lies before it.");
        if (Says("unauthorized") || Says("authentication required") || Says("no basic auth credentials") || Says("access to the resource is denied")
            || Says("incorrect username or password"))
        {
            return ("RegistryAccessDenied", MlemErrorCategory.AuthenticationError, "Log in to the registry, and look whether the name of the image is right.");
        }

        if (Says("This node is not a swarm manager"))
            return ("SwarmNotActive", MlemErrorCategory.InvalidOperation, "Make this Engine a swarm's manager with 'docker swarm init', or name a manager with -DaemonHost.");
        return (status, subject) switch
        {
            (404, EngineSubject.Service) => ("ServiceNotFound", MlemErrorCategory.ObjectNotFound, "Get-MlemDockerService lists the services of this module."),
            (409, EngineSubject.Service) when Says("name conflicts") =>
                ("ServiceNameInUse", MlemErrorCategory.ResourceExists, "Give another name, or remove the service that has it."),
            (404, EngineSubject.Image) => ("ImageNotFound", MlemErrorCategory.ObjectNotFound, "Look at the name, or build or pull the image first."),
            (404, EngineSubject.Container) when Says("no such image") =>
                ("ImageNotFound", MlemErrorCategory.ObjectNotFound, "Look at the name, or build or pull the image first."),
            (404, EngineSubject.Container) when Says("no such container") || !Says("network") && !Says("volume") =>
                ("ContainerNotFound", MlemErrorCategory.ObjectNotFound, "List the containers, stopped ones too, to see which there are."),
            (400, _) => ("EngineBadParameter", MlemErrorCategory.InvalidArgument, "Correct the value that the Engine names."),
            (409, _) => ("EngineConflict", MlemErrorCategory.InvalidOperation, "Bring it into a state that allows this, or force it."),
            (404, _) => ("EngineObjectNotFound", MlemErrorCategory.ObjectNotFound, "Look at the name that the Engine gives."),
            (401 or 403, _) => ("EngineAccessDenied", MlemErrorCategory.PermissionDenied, "Ask whoever runs the Engine for access."),
            _ => ("EngineError", MlemErrorCategory.InvalidOperation, "The Engine's own words say what it needs; its log may say more."),
        };
    }

    private static string WhatToTry(DockerEndpoint endpoint, Exception? cause)
    {
        var permission = cause is UnauthorizedAccessException or SocketException { SocketErrorCode: SocketError.AccessDenied };
        var start = endpoint.Scheme switch
        {
            EndpointScheme.Unix when permission => "Let this user into the socket's group (often 'docker'), or use another endpoint.",
            EndpointScheme.Unix => "Start the Docker Engine ('systemctl start docker', or Docker Desktop).",
            EndpointScheme.NamedPipe => "Start Docker Desktop.",
            EndpointScheme.Ssh => $"Try 'ssh {endpoint.Host} docker version'; keys and known hosts must let it in without a question.",
            _ when endpoint.Tls is null => "Look whether the Engine listens there, and whether it wants TLS (DOCKER_TLS_VERIFY and DOCKER_CERT_PATH).",
            _ => "Look whether the Engine listens there, and whether ca.pem, cert.pem and key.pem belong to it.",
        };
        return start + " Another Engine is chosen with -DaemonHost, DOCKER_HOST or a docker context.";
    }

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
    Container,
    Service,
}
