namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>The Engines on which tests run; <c>tests/testbed/engine</c> makes them.</summary>
[Flags]
public enum Engines
{
    /// <summary>Docker Engine 28 with the containerd image store: it runs every test.</summary>
    Containerd = 1,

    /// <summary>Docker Engine 28 with the store of Docker's own.</summary>
    Overlay2 = 2,

    /// <summary>Docker Engine 20.10.</summary>
    Old = 4,

    /// <summary>Podman 5.</summary>
    Podman = 8,

    /// <summary>Those that speak the whole protocol of Docker's Engine.</summary>
    Docker = Containerd | Overlay2 | Old,

    /// <summary>All of them.</summary>
    All = Docker | Podman,
}

/// <summary>What the scripts of the testbed call the Engines.</summary>
internal static class EngineNames
{
    /// <summary>Each Engine with its name, in the order of the columns of docs/engines.md.</summary>
    public static IReadOnlyDictionary<Engines, string> All { get; } = new Dictionary<Engines, string>
    {
        [Engines.Containerd] = "28",
        [Engines.Overlay2] = "28-overlay2",
        [Engines.Old] = "20",
        [Engines.Podman] = "podman",
    };

    /// <summary>The Engine that this run is for; null where someone else's is used.</summary>
    public static Engines? Current { get; } = Find(Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_ENGINE"));

    private static Engines? Find(string? name)
    {
        foreach ((Engines engine, string known) in All)
        {
            if (known == name)
                return engine;
        }

        return null;
    }
}
