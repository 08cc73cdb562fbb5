using System.Text;
using System.Text.Json;
using Mlem.Docker.Predicting;
using Mlem.Docker.Serving;

namespace Mlem.Docker;

/// <summary>
/// Calls the methods of a model that a MLEM server offers over HTTP (MLEM: <c>HTTPClient</c>). A call is sent once and
/// never again, since a method may do more than answer. Safe for use by several tasks at once.
/// </summary>
public sealed class MlemServerClient : IDisposable
{
    private readonly MlemServerClientOptions _options;
    private readonly ServerConnection _connection;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="server">The server's address, such as <c>http://127.0.0.1:8080</c>; without a scheme it is http.</param>
    /// <param name="options">What differs from the defaults.</param>
    /// <exception cref="MlemException">ServerAddressInvalid.</exception>
    public MlemServerClient(Uri server, MlemServerClientOptions? options = null)
    {
        _options = options ?? new();
        _connection = new ServerConnection(server, _options);
    }

    /// <summary>The server's address, with a slash at its end.</summary>
    public Uri Server => _connection.Server;

    /// <summary>Asks what the server offers (<c>GET /interface.json</c>).</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="MlemException">
    /// ServerUnreachable, ServerTimeout, ServerConnectionLost, InterfaceInvalid, AnswerTooLarge.
    /// </exception>
    public async Task<ServerInterface> GetInterfaceAsync(CancellationToken cancellationToken = default)
    {
        ServerAnswer answer = await _connection.SendAsync(
            HttpMethod.Get, "interface.json", null, _options.MaxInterfaceBytes, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            throw new MlemException(
                "InterfaceInvalid",
                MlemErrorCategory.ProtocolError,
                Messages.FormatServerAtHasNoInterfaceJson(Server, answer.Status, ServerMessage.Read(answer.Text)),
                Server,
                Messages.CheckThatAddressIsThatOf);
        }

        return ServerInterface.Parse(answer.Text);
    }

    /// <summary>Calls a method with arguments by name, or with the value of its only argument.</summary>
    /// <param name="method">The method's name; null for <c>predict</c>, or the only one.</param>
    /// <param name="arguments">A dictionary of arguments, or a value.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="MlemException">MethodNotFound, an input that does not fit, or as in the other overload.</exception>
    public async Task<PredictionAnswer> InvokeAsync(string? method, object? arguments, CancellationToken cancellationToken = default)
    {
        ServerInterface offered = await GetInterfaceAsync(cancellationToken).ConfigureAwait(false);
        PredictionRequest request = new InputConverter(offered.Method(method)).Convert(arguments);
        return await InvokeAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a call.</summary>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">Stops waiting; the server may go on with it.</param>
    /// <exception cref="MlemException">
    /// PredictionFailed (a <see cref="PredictionException"/>), AnswerInvalid, AnswerTooLarge, ServerUnreachable,
    /// ServerTimeout, ServerConnectionLost.
    /// </exception>
    public async Task<PredictionAnswer> InvokeAsync(PredictionRequest request, CancellationToken cancellationToken = default)
    {
        ServerMethod method = request.Method;
        using HttpContent content = request.CreateContent();
        ServerAnswer answer = await _connection.SendAsync(
            HttpMethod.Post, Uri.EscapeDataString(method.Name), content, _options.MaxAnswerBytes, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            string said = ServerMessage.Read(answer.Text);
            throw new PredictionException(method, Server, answer.Status, said, Advice(answer.Status, method));
        }

        if (method.ReturnsBinary)
            return new(method, answer.Body, null);
        try
        {
            using JsonDocument document = PeerJson.Parse(answer.Body);
            return new(method, method.Returns.Read(document.RootElement), answer.Text);
        }
        catch (JsonException e)
        {
            throw new MlemException(
                "AnswerInvalid",
                MlemErrorCategory.ProtocolError,
                Messages.FormatAnswerInvalid(method.Name, Server, InputValue.Describe(answer.Text)),
                method.Name,
                Messages.AnswerInvalidRemedy,
                e);
        }
    }

    /// <summary>Gets what ends with the client.</summary>
    internal IAsyncDisposable? Owned { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        if (Owned is { } owned)
            _ = owned.DisposeAsync().AsTask();
    }

    private static string Advice(int status, ServerMethod method) => status switch
    {
        404 or 405 => Messages.CheckMethodWithServersInterfaceIt,
        >= 500 => Messages.ReadContainersLogWithGetMlemDockerContainerLog,
        _ => Messages.FormatTheMethodIsMethod(method),
    };
}
