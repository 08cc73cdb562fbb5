using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Docker.DotNet;

namespace Mlem.Docker.Engine.Transport;

/// <summary>
/// The two ways of asking the Engine: typed calls by Docker.DotNet, and exchanges whose streams we read ourselves.
/// Both end in the same errors.
/// </summary>
internal sealed class EngineConnection : IDisposable
{
    private const int LongestErrorBody = 1024 * 1024;
    private readonly EngineDialer _dialer;
    private readonly string _pathPrefix;
    private readonly Lazy<DockerClient> _client;

    /// <param name="dialer">Opens connections.</param>
    /// <param name="apiVersion">The version to speak, or null for unversioned paths.</param>
    /// <param name="timeouts">The limits.</param>
    public EngineConnection(EngineDialer dialer, Version? apiVersion, EngineTimeouts timeouts)
    {
        _dialer = dialer;
        Timeouts = timeouts;
        _pathPrefix = dialer.Endpoint.BasePath + (apiVersion is null ? string.Empty : "/v" + apiVersion);
        // Made when it is first needed: a build needs none, and the first one in a process takes a tenth of a second.
        _client = new Lazy<DockerClient>(() => Client(dialer, apiVersion));
    }

    public DockerEndpoint Endpoint => _dialer.Endpoint;

    public EngineTimeouts Timeouts { get; }

    /// <summary>Makes a typed call within a limit (by default that of every answer).</summary>
    public async Task<T> CallAsync<T>(
        EngineQuestion question, Func<IDockerClient, CancellationToken, Task<T>> call, CancellationToken cancellation, TimeSpan? limit = null)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limit ?? Timeouts.Response);
        try
        {
            return await call(_client.Value, timer.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not MlemException)
        {
            throw Translate(question, error, limit ?? Timeouts.Response, cancellation);
        }
    }

    /// <summary>Makes a typed call that answers nothing.</summary>
    public Task CallAsync(
        EngineQuestion question, Func<IDockerClient, CancellationToken, Task> call, CancellationToken cancellation, TimeSpan? limit = null) =>
        CallAsync(
            question,
            async (client, stop) =>
            {
                await call(client, stop).ConfigureAwait(false);
                return true;
            },
            cancellation,
            limit);

    /// <summary>Makes a typed call that takes something away.</summary>
    /// <returns>False when it was not there.</returns>
    public async Task<bool> RemoveAsync(
        EngineQuestion question, Func<IDockerClient, CancellationToken, Task> call, CancellationToken cancellation)
    {
        try
        {
            await CallAsync(question, call, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (EngineException error) when (error.StatusCode == 404)
        {
            return false;
        }
    }

    /// <summary>Makes a typed call whose answer may take as long as it likes, as long as the Engine is there.</summary>
    public Task<T> CallPatientlyAsync<T>(
        EngineQuestion question, Func<IDockerClient, CancellationToken, Task<T>> call, CancellationToken cancellation) => CallAsync(
        question,
        async (client, stop) =>
        {
            using var given = CancellationTokenSource.CreateLinkedTokenSource(stop);
            Task<T> answer = call(client, given.Token);
            try
            {
                await SilenceWatch(Timeout.InfiniteTimeSpan).WaitAsync(answer, stop).ConfigureAwait(false);
                return await answer.ConfigureAwait(false);
            }
            catch (StreamCutException)
            {
                await given.CancelAsync().ConfigureAwait(false);
                await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }
        },
        cancellation,
        Timeout.InfiniteTimeSpan);

    /// <summary>Starts an exchange; a status that is no success is thrown in the Engine's words.</summary>
    /// <param name="question">What is asked, for errors.</param>
    /// <param name="request">The request.</param>
    /// <param name="longestSilence">How long the answer's begin may take; the time of every answer by default.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<HttpExchange> OpenAsync(
        EngineQuestion question, EngineRequest request, TimeSpan? longestSilence, CancellationToken cancellation)
    {
        HttpExchange? exchange = null;
        try
        {
            exchange = await StartAsync(request, longestSilence ?? Timeouts.Response, cancellation).ConfigureAwait(false);
            if (exchange.Head.IsSuccess)
                return exchange;
            // Not only each silence: an answer that trickles in for ever is none.
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            timer.CancelAfter(Timeouts.Response);
            var body = await ReadTextAsync(exchange.Body, timer.Token).ConfigureAwait(false);
            throw EngineErrors.FromAnswer(question.What, question.Target, question.Subject, exchange.Head.Status, body);
        }
        catch (Exception error)
        {
            if (exchange is not null)
                await exchange.DisposeAsync().ConfigureAwait(false);
            if (error is IOException or OperationCanceledException)
                throw Translate(question, error, Timeouts.Response, cancellation);
            throw;
        }
    }

    /// <summary>A small answer as JSON, over an exchange, within the limit of every answer.</summary>
    public async Task<JsonDocument> GetJsonAsync(EngineQuestion question, EngineRequest request, CancellationToken cancellation)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(Timeouts.Response);
        try
        {
            await using var exchange = await OpenAsync(question, request, null, timer.Token).ConfigureAwait(false);
            using var body = new MemoryStream();
            await new BoundedStream(exchange.Body).CopyToAsync(body, timer.Token).ConfigureAwait(false);
            return PeerJson.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
        }
        catch (Exception error) when (error is IOException or JsonException or OperationCanceledException)
        {
            throw Translate(question, error, Timeouts.Response, cancellation);
        }
    }

    /// <summary>What is read from a small answer; what cannot be read is the answer's failure.</summary>
    public async Task<T> GetAsync<T>(EngineQuestion question, string path, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        using var answer = await GetJsonAsync(question, new EngineRequest("GET", path), cancellation).ConfigureAwait(false);
        try
        {
            return read(answer.RootElement);
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or ArgumentException or OverflowException or KeyNotFoundException)
        {
            throw Translate(question, error, Timeouts.Response, cancellation);
        }
    }

    /// <summary>Asks whether the Engine is there; the answer's headers name its versions.</summary>
    public async Task<HttpHead> PingAsync(CancellationToken cancellation)
    {
        var question = new EngineQuestion(Messages.FormatAskingDockerEngineWhetherItIs(Endpoint.Address, Endpoint.ChosenBy), Endpoint.Address);
        var limit = TimeSpan.FromSeconds(Math.Max(Timeouts.Connect.TotalSeconds, Endpoint.Scheme == EndpointScheme.Ssh ? 30 : 0));
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limit);
        try
        {
            var connection = await _dialer.DialAsync(timer.Token).ConfigureAwait(false);
            await using var exchange = await HttpExchange
                .StartAsync(connection, WithHeaders(new EngineRequest("GET", "/_ping")), Endpoint.BasePath, timer.Token, timer.Token)
                .ConfigureAwait(false);
            var text = await ReadTextAsync(exchange.Body, timer.Token).ConfigureAwait(false);
            if (exchange.Head.Status == 200 && text.Trim() == "OK")
                return exchange.Head;
            if (text.Contains("HTTPS server", StringComparison.OrdinalIgnoreCase))
                throw EngineErrors.Unreachable(Endpoint, Messages.ItWantsTLSAndWasAsked);
            // Every Engine has a ping; a web site's or a registry's 404 is in their own words.
            throw exchange.Head.Status is >= 400 and not (404 or 405)
                ? EngineErrors.FromAnswer(question.What, question.Target, EngineSubject.Engine, exchange.Head.Status, text)
                : EngineErrors.Protocol(question.What, question.Target, Messages.FormatItsAnswerToPingIsNot(exchange.Head.Status));
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw EngineErrors.Unreachable(Endpoint, Messages.FormatNoAnswerCameWithinSeconds($"{limit.TotalSeconds:0}"), error);
        }
        catch (IOException error)
        {
            cancellation.ThrowIfCancellationRequested();
            throw error is ProtocolBrokenException
                ? EngineErrors.Protocol(question.What, question.Target, error.Message, error)
                : EngineErrors.Unreachable(Endpoint, EngineErrors.Reason(error), error);
        }
    }

    /// <summary>An exchange's body, watched while it is silent.</summary>
    public Stream Watch(Stream body, TimeSpan longestSilence) => new WatchedStream(body, SilenceWatch(longestSilence));

    /// <summary>Passes a stream's pieces on, its failures as our errors.</summary>
    public async IAsyncEnumerable<T> Guarded<T>(
        EngineQuestion question, IAsyncEnumerable<T> pieces, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var enumerator = pieces.GetAsyncEnumerator(cancellation);
        while (true)
        {
            bool more;
            try
            {
                more = await enumerator.MoveNextAsync().ConfigureAwait(false);
            }
            catch (Exception error) when (error is not MlemException)
            {
                throw Translate(question, error, Timeouts.Response, cancellation);
            }

            if (!more)
                yield break;
            yield return enumerator.Current;
        }
    }

    /// <summary>The error for whatever a call or a stream threw.</summary>
    public Exception Translate(EngineQuestion question, Exception error, TimeSpan limit, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return new OperationCanceledException(Messages.FormatWhatWasCancelled(question.What), error, cancellation);
        for (var cause = error; cause is not null; cause = cause.InnerException!)
        {
            // Dialling inside of HttpClient: its own message is the one to show.
            if (cause is MlemException known)
                return known;
            if (cause is ProtocolBrokenException)
                return EngineErrors.Protocol(question.What, question.Target, cause.Message.TrimEnd('.'), error);
        }

        return error switch
        {
            DockerApiException answer => EngineErrors.FromAnswer(
                question.What, question.Target, question.Subject, (int)answer.StatusCode, answer.ResponseBody),
            OperationCanceledException => EngineErrors.Timeout(question.What, question.Target, limit),
            ProtocolBrokenException or JsonException or FormatException =>
                EngineErrors.Protocol(question.What, question.Target, error.Message.TrimEnd('.'), error),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } =>
                EngineErrors.Protocol(question.What, question.Target, Messages.ItsAnswerIsNotHTTP, error),
            IOException or HttpRequestException => EngineErrors.Cut(question.What, question.Target, EngineErrors.Reason(error), error),
            _ => EngineErrors.Protocol(question.What, question.Target, error.Message.TrimEnd('.'), error),
        };
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    private static DockerClient Client(EngineDialer dialer, Version? apiVersion)
    {
        var builder = new DockerClientBuilder().WithEndpoint(new Uri("http://docker/")).WithTimeout(Timeout.InfiniteTimeSpan);
        if (apiVersion is not null)
            builder = builder.WithApiVersion(apiVersion);
        return builder.WithTransportOptions(new DialingHandlerFactory(), dialer).Build();
    }

    // What docker's settings say goes first, since a header of the request itself, such as a login, is not theirs to set.
    private EngineRequest WithHeaders(EngineRequest request) => Endpoint.Settings.Headers.Count == 0 ? request : request with
    {
        Headers =
        [
            .. Endpoint.Settings.Headers.Where(given => !request.Headers.Any(own => own.Key.Equals(given.Key, StringComparison.OrdinalIgnoreCase))),
            .. request.Headers,
        ],
    };

    private SilenceWatch SilenceWatch(TimeSpan longest) => new(longest, Timeouts.PingEvery, PingAsync);

    private async Task<HttpExchange> StartAsync(EngineRequest request, TimeSpan longestSilence, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var connection = await DialAsync(request, cancellation).ConfigureAwait(false);
        var prefix = request.Unversioned ? Endpoint.BasePath : _pathPrefix;
        var starting = HttpExchange.StartAsync(connection, WithHeaders(request), prefix, cancellation, stop.Token);
        try
        {
            await SilenceWatch(longestSilence).WaitAsync(starting, cancellation).ConfigureAwait(false);
        }
        catch (StreamCutException)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (starting.IsCompletedSuccessfully)
                await (await starting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            throw;
        }

        HttpExchange started = await starting.ConfigureAwait(false);
        if (started.Head.Status == 101 && !request.Upgrade)
        {
            await started.DisposeAsync().ConfigureAwait(false);
            throw new ProtocolBrokenException(Messages.UpgradeUnasked);
        }

        _dialer.Tell(request.Method, prefix + request.Path, started.Head.Status);
        return started;
    }

    private async Task<Stream> DialAsync(EngineRequest request, CancellationToken cancellation)
    {
        // Before there is a connection, there is nobody who could be asked to stop.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, request.Stop);
        return await _dialer.DialAsync(stop.Token).ConfigureAwait(false);
    }

    private static async Task<string> ReadTextAsync(Stream body, CancellationToken cancellation)
    {
        var text = new MemoryStream();
        var block = new byte[8192];
        int count;
        while (text.Length < LongestErrorBody && (count = await body.ReadAsync(block, cancellation).ConfigureAwait(false)) > 0)
            text.Write(block, 0, count);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}

/// <summary>What is asked of the Engine, in the words of its errors.</summary>
/// <param name="What">The begin of a sentence: <c>Starting the container 'web'</c>.</param>
/// <param name="Target">The image, container or endpoint.</param>
/// <param name="Subject">What a 404 says is missing.</param>
internal sealed record EngineQuestion(string What, object? Target, EngineSubject Subject = EngineSubject.Engine)
{
    public static EngineQuestion AboutContainer(string doing, string idOrName) =>
        new(Messages.FormatDoingTheContainerIdOrName(doing, idOrName), idOrName, EngineSubject.Container);
}
