using System.Text.Json;
using Mlem.Docker.Configuration;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

public sealed partial class DockerEngine
{
    /// <summary>
    /// Builds an image (<c>POST /build</c>). It is done only if the stream ended whole and without an error, named an
    /// image, and the Engine has that image under every name asked for. The proxies of docker's settings go with it as
    /// build arguments, where the request does not give them.
    /// </summary>
    /// <param name="request">What to build.</param>
    /// <param name="writeContext">Writes the context as a tar stream; it is sent as it is written.</param>
    /// <param name="observer">Hears of steps (progress) and of the build's lines (verbose).</param>
    /// <param name="cancellationToken">
    /// Stops the build on the Engine within about a second and removes what it left. A large layer that the Engine is
    /// writing at that moment is waited for. An image that the Engine has just named is whole, and stays.
    /// </param>
    /// <returns>The image and how it came to be.</returns>
    /// <exception cref="ImageBuildException">The build failed.</exception>
    /// <exception cref="EngineException"><c>EngineStreamCut</c>, <c>EngineUnreachable</c>, or the Engine refused the request.</exception>
    public async Task<ImageBuildResult> BuildAsync(
        ImageBuildRequest request,
        Func<Stream, CancellationToken, Task> writeContext,
        IOperationObserver observer,
        CancellationToken cancellationToken = default)
    {
        var builder = request.Builder == ImageBuilderKind.Auto ? PreferredBuilder : request.Builder;
        var call = BuildCall(request, builder, writeContext, Endpoint.Settings.Proxies);
        try
        {
            return await new BuildOperation(this, _connection, request, builder, observer).RunAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageBuildException failure) when (IsLostSnapshot(failure))
        {
            observer.Verbose(Messages.FormatBuildIsTriedAgain(failure.EngineMessage));
            return await new BuildOperation(this, _connection, request, builder, observer).RunAsync(call, cancellationToken).ConfigureAwait(false);
        }
    }

    // With the containerd store, what BuildKit clears away behind a build that was stopped may be the very layer that the next
    // build of the same steps is about to take; asked once more, it makes the layer anew.
    private static bool IsLostSnapshot(ImageBuildException failure) =>
        failure is { ExitCode: null, EngineMessage: { } words } && words.Contains("snapshot", StringComparison.Ordinal)
        && words.EndsWith("does not exist: not found", StringComparison.Ordinal);

    private static EngineRequest BuildCall(
        ImageBuildRequest request, ImageBuilderKind builder, Func<Stream, CancellationToken, Task> writeContext, DockerProxies proxies)
    {
        var arguments = proxies.Under(request.BuildArguments);
        var classic = builder == ImageBuilderKind.Classic;
        List<(string Name, string? Value)> query =
        [
            ("version", classic ? "1" : "2"),
            ("rm", "1"),
            ("forcerm", "1"),
            .. request.Tags.Select(tag => ("t", (string?)ImageReference.Parse(tag).ExactName)),
            ("dockerfile", request.Dockerfile),
            ("target", request.Target),
            ("platform", request.Platform),
            ("networkmode", request.NetworkMode),
            ("pull", request.Pull ? "1" : null),
            ("nocache", request.NoCache ? "1" : null),
            ("buildargs", arguments.Count == 0 ? null : JsonSerializer.Serialize(arguments)),
            ("labels", request.Labels.Count == 0 ? null : JsonSerializer.Serialize(request.Labels)),
        ];
        return new EngineRequest("POST", "/build?" + EngineRequest.Query([.. query]))
        {
            ContentType = "application/x-tar",
            WriteBody = classic ? writeContext : BuildKitContext.Prefixed(writeContext),
            Headers = request.Credentials.Count == 0
                ? []
                : [new("X-Registry-Config", RegistryAuth.ConfigHeader(request.Credentials))],
        };
    }
}
