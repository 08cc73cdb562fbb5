using Mlem.Docker.Engine;

namespace Mlem.Docker.Registries;

/// <summary>The images of a real Docker Engine.</summary>
internal sealed class EngineImages(DockerEngine engine) : IEngineImages
{
    public string Description => engine.Endpoint.Address;

    public async Task<(string Id, long Size)?> FindAsync(string name, CancellationToken cancellationToken) =>
        await engine.FindImageAsync(name, cancellationToken).ConfigureAwait(false) is { } image ? (image.Id, image.Size) : null;

    public Task<bool> RemoveAsync(string name, bool force, CancellationToken cancellationToken) =>
        engine.RemoveImageAsync(name, force, cancellationToken);

    public async Task<string> PushAsync(
        string name, string domain, RegistryCredential? credential, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var pushed = await engine
            .PushAsync(name, credential?.ForEngine(domain), observer, cancellationToken).ConfigureAwait(false);
        return pushed.Digest;
    }
}
