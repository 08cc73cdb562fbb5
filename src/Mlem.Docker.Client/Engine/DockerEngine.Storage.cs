using System.Text.Json;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

public sealed partial class DockerEngine
{
    /// <summary>
    /// What images and build cache take on the Engine's disk, in bytes (<c>GET /system/df</c>). The typed answer has only the
    /// form of API 1.52, in which the numbers lie one level deeper, so this one is read here.
    /// </summary>
    internal Task<(long Images, long BuildCache)> GetStorageUseAsync(CancellationToken cancellationToken) => _connection.GetAsync(
        new EngineQuestion(Messages.ReadingWhatEnginesDiskIsUsed, Endpoint.Address),
        "/system/df",
        root =>
        {
            if (root.ValueKind != JsonValueKind.Object)
                throw new FormatException(Messages.ItsAnswerToSystemDfIs);
            JsonElement? use = root;
            return (
                use.Number("LayersSize") ?? use.Number("ImageUsage", "TotalSize") ?? 0,
                use.Find("BuildCache") is null
                    ? use.Number("BuildCacheUsage", "TotalSize") ?? 0
                    : use.Items("BuildCache").Sum(entry => ((JsonElement?)entry).Number("Size") ?? 0));
        },
        cancellationToken);
}
