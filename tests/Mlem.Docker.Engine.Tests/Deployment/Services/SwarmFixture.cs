using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment.Services;

/// <summary>
/// A swarm of one machine: the Engine's own where it is in one, else one that is made for these tests and left again,
/// with the networks that it made.
/// </summary>
public sealed class SwarmFixture(EngineFixture engine) : IAsyncLifetime
{
    private const string Bridge = "networks/docker_gwbridge";

    private bool _made;
    private bool _hadBridge;

    /// <summary>False where the kernel lacks ip_vs, by which a swarm hands requests to its tasks.</summary>
    internal static bool HasRouting => File.Exists("/proc/net/ip_vs");

    public async ValueTask InitializeAsync()
    {
        engine.Require();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        JsonNode info = await engine.Api.GetAsync("info", limit.Token);
        if ((string?)info["Swarm"]?["LocalNodeState"] == "active")
            return;
        _hadBridge = await engine.Api.FindAsync(Bridge, limit.Token) is not null;
        await engine.Api.PostAsync(
            "swarm/init", new JsonObject { ["ListenAddr"] = "127.0.0.1:2377", ["AdvertiseAddr"] = "127.0.0.1" }, limit.Token);
        _made = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_made)
            return;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await engine.Api.PostAsync("swarm/leave?force=1", null, limit.Token);
        while (!_hadBridge)
        {
            try
            {
                await engine.Api.DeleteAsync(Bridge, limit.Token);
                return;
            }
            catch (InvalidOperationException) when (!limit.IsCancellationRequested)
            {
                // The last containers are still leaving it.
                await Task.Delay(100, limit.Token);
            }
        }
    }
}

/// <summary>The tests that share the swarm.</summary>
[CollectionDefinition(nameof(SwarmTests))]
public sealed class SwarmTests : ICollectionFixture<SwarmFixture>;
