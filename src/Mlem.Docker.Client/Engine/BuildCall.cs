using System.Text.Json;
using Mlem.Docker.Configuration;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

/// <summary>Writes what is to be built as a request (<c>POST /build</c>).</summary>
internal static class BuildCall
{
    public static EngineRequest Create(
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
