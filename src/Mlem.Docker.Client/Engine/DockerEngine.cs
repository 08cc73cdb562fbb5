using Docker.DotNet.Models;
using Mlem.Docker.Engine.Transport;
using Version = System.Version;

namespace Mlem.Docker.Engine;

/// <summary>
/// A Docker Engine. The API version is negotiated, every failure is an <see cref="EngineException"/> in the Engine's
/// own words, and work counts as done only when the Engine's answer came to its true end and the result is there.
/// Safe for use by several tasks at once.
/// </summary>
public sealed partial class DockerEngine : IAsyncDisposable
{
    private static readonly Version OldestApi = new(1, 24);
    private static readonly Version BuildKitSince = new(1, 39);

    // The newest API that this client was written against; a newer Engine speaks it too.
    private static readonly Version NewestApi = new(1, 52);
    private readonly EngineConnection _connection;
    private readonly string? _podman;

    private DockerEngine(
        EngineConnection connection, DockerEndpoint endpoint, Version? apiVersion, ImageBuilderKind builder, string? podman)
    {
        (_connection, _podman) = (connection, podman);
        Endpoint = endpoint;
        ApiVersion = apiVersion;
        PreferredBuilder = builder;
        Swarm = new SwarmApi(connection);
    }

    /// <summary>Services, their tasks and secrets.</summary>
    public SwarmApi Swarm { get; }

    /// <summary>Where the Engine listens, and how that was chosen.</summary>
    public DockerEndpoint Endpoint { get; }

    /// <summary>The API version that both sides speak; null where the Engine's own newest is used by unversioned paths.</summary>
    public Version? ApiVersion { get; }

    /// <summary>The builder that the Engine prefers.</summary>
    public ImageBuilderKind PreferredBuilder { get; }

    /// <summary>Whether Podman answers: it speaks Docker's API, and leaves some of it out.</summary>
    internal bool IsPodman => _podman is not null;

    /// <summary>Whether the Engine can build with BuildKit: Docker can since 18.09. Podman takes the wish without a word.</summary>
    internal bool HasBuildKit =>
        PreferredBuilder == ImageBuilderKind.BuildKit || (!IsPodman && (ApiVersion is null || ApiVersion >= BuildKitSince));

    /// <summary>Reaches the Engine and agrees with it on an API version.</summary>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <returns>The Engine, to be disposed after use.</returns>
    /// <exception cref="EngineException"><c>EngineUnreachable</c>, <c>EngineApiTooOld</c>, <c>EngineProtocolError</c>.</exception>
    public static Task<DockerEngine> ConnectAsync(DockerEndpoint endpoint, CancellationToken cancellationToken = default) =>
        ConnectAsync(endpoint, new EngineTimeouts(), cancellationToken);

    /// <summary>Reaches the Engine and agrees with it on an API version.</summary>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="timeouts">How long to wait for what.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <returns>The Engine, to be disposed after use.</returns>
    /// <exception cref="EngineException"><c>EngineUnreachable</c>, <c>EngineApiTooOld</c>, <c>EngineProtocolError</c>.</exception>
    public static Task<DockerEngine> ConnectAsync(
        DockerEndpoint endpoint, EngineTimeouts timeouts, CancellationToken cancellationToken = default) =>
        ConnectAsync(endpoint, timeouts, NullOperationObserver.Instance, cancellationToken);

    /// <summary>Reaches the Engine and agrees with it on an API version.</summary>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="timeouts">How long to wait for what.</param>
    /// <param name="observer">Who is told of each request, without what may be a secret.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <returns>The Engine, to be disposed after use.</returns>
    /// <exception cref="EngineException"><c>EngineUnreachable</c>, <c>EngineApiTooOld</c>, <c>EngineProtocolError</c>.</exception>
    public static async Task<DockerEngine> ConnectAsync(
        DockerEndpoint endpoint, EngineTimeouts timeouts, IOperationObserver observer, CancellationToken cancellationToken = default)
    {
        if (endpoint.Settings.Problem is { } problem)
            observer.Warning(Messages.FormatDockersSettingsAreLeftOut(problem));
        var dialer = new EngineDialer(endpoint, timeouts, observer);
        using var unversioned = new EngineConnection(dialer, null, timeouts);
        var head = await unversioned.PingAsync(cancellationToken).ConfigureAwait(false);
        var (newest, oldest) = await VersionsAsync(unversioned, head, cancellationToken).ConfigureAwait(false);
        if (newest < OldestApi)
        {
            throw new EngineException(
                "EngineApiTooOld",
                MlemErrorCategory.NotImplemented,
                Messages.FormatEngineApiTooOld(endpoint.Address, newest, OldestApi),
                target: endpoint.Address,
                recommendation: Messages.EngineApiTooOldRemedy);
        }

        // An Engine that has given up our newest version is asked in its own, by paths without a version.
        var version = newest <= NewestApi ? newest : oldest is null || oldest <= NewestApi ? NewestApi : null;
        var builder = head.Header("Builder-Version") == "2" ? ImageBuilderKind.BuildKit : ImageBuilderKind.Classic;
        return new DockerEngine(new EngineConnection(dialer, version, timeouts), endpoint, version, builder, head.PodmanVersion);
    }

    /// <summary>The Engine's versions (<c>GET /version</c>).</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer as it came.</returns>
    /// <exception cref="EngineException">The Engine failed, or did not answer.</exception>
    public Task<VersionResponse> GetVersionAsync(CancellationToken cancellationToken = default) => _connection.CallAsync(
        new EngineQuestion(Messages.ReadingEnginesVersion, Endpoint.Address),
        (client, stop) => client.System.GetVersionAsync(stop),
        cancellationToken);

    /// <summary>What the Engine says about itself and its machine (<c>GET /info</c>).</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer as it came.</returns>
    /// <exception cref="EngineException">The Engine failed, or did not answer.</exception>
    public Task<SystemInfoResponse> GetInfoAsync(CancellationToken cancellationToken = default) => _connection.CallAsync(
        new EngineQuestion(Messages.ReadingEnginesInformation, Endpoint.Address),
        (client, stop) => client.System.GetSystemInfoAsync(stop),
        cancellationToken);

    /// <summary>Asks whether the Engine is still there (<c>GET /_ping</c>).</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when it has answered.</returns>
    /// <exception cref="EngineException"><c>EngineUnreachable</c>.</exception>
    public Task PingAsync(CancellationToken cancellationToken = default) => _connection.PingAsync(cancellationToken);

    /// <summary>Closes the connections that are kept.</summary>
    /// <returns>A finished task.</returns>
    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<(Version Newest, Version? Oldest)> VersionsAsync(
        EngineConnection connection, HttpHead head, CancellationToken cancellation)
    {
        // Engines before 1.25 do not name their version in the ping, and none names its oldest there.
        var named = Version.TryParse(head.Header("Api-Version"), out var newest);
        if (named && newest <= NewestApi)
            return (newest!, null);
        var question = new EngineQuestion(Messages.ReadingEnginesVersion, connection.Endpoint.Address);
        VersionResponse told = await connection.CallAsync(question, (client, stop) => client.System.GetVersionAsync(stop), cancellation).ConfigureAwait(false);
        Version? Read(string? text) => Version.TryParse(text, out var version) ? version : null;
        newest = Read(told?.APIVersion) ?? newest
            ?? throw EngineErrors.Protocol(question.What, question.Target, Messages.ItsAnswerToVersionNamesNo);
        return (newest, Read(told?.MinAPIVersion));
    }
}
