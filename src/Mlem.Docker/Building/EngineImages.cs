using Mlem.Docker.Engine;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Building;

/// <summary>The images of an Engine, which is reached only when it is first asked: a registry alone needs no Engine.</summary>
internal sealed class EngineImages(string? daemonHost, IOperationObserver observer) : IEngineImages, IAsyncDisposable
{
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private Task<DockerEngine>? _begun;
    private DockerEngine? _engine;

    public string Description => _engine?.Endpoint.Address ?? daemonHost ?? Messages.TheUsualAddress;

    /// <summary>Begins to reach the Engine; what comes of it, the next <see cref="ConnectAsync"/> tells.</summary>
    public void BeginConnecting() => _begun ??= Task.Run(() => OpenAsync(_closing.Token));

    public async Task<DockerEngine> ConnectAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Of an attempt that failed its caller hears; the next one tries anew.
            Task<DockerEngine>? begun = Interlocked.Exchange(ref _begun, null);
            return _engine ??= await (begun?.WaitAsync(cancellationToken) ?? OpenAsync(cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    public async Task<EngineImage?> FindAsync(string name, CancellationToken cancellationToken)
    {
        DockerEngine engine = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await engine.Images.FindImageAsync(name, cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> RemoveAsync(string name, bool force, CancellationToken cancellationToken)
    {
        DockerEngine engine = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await engine.Images.RemoveImageAsync(name, force, cancellationToken).ConfigureAwait(false);
    }

    public async Task<string?> PushAsync(
        string name, RegistryCredential? credential, IOperationObserver observer, CancellationToken cancellationToken)
    {
        DockerEngine engine = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        PushResult pushed = await engine
            .Transfers.SendAsync(name, credential, observer, cancellationToken).ConfigureAwait(false);
        return pushed.Digest;
    }

    public async Task<string?> FindInRegistryAsync(
        string name, RegistryCredential? credential, CancellationToken cancellationToken)
    {
        DockerEngine engine = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await engine.Transfers.FindInRegistryAsync(name, credential, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        if (_begun is { } begun)
        {
            await ((Task)begun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _engine ??= begun.IsCompletedSuccessfully ? await begun.ConfigureAwait(false) : null;
        }

        if (_engine is not null)
            await _engine.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
    }

    private Task<DockerEngine> OpenAsync(CancellationToken cancellationToken) =>
        DockerEngine.ConnectAsync(DockerEndpointResolver.Resolve(daemonHost), new EngineTimeouts(), observer, cancellationToken);
}
