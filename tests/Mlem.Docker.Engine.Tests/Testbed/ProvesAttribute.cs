using Xunit.v3;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>
/// Says what in the table of docs/engines.md a test proves, and on which Engines beside the one of the whole suite it runs:
/// <c>tests/run</c> picks it there by the trait <c>Engine</c>.
/// </summary>
/// <param name="feature">A row of the table, as it stands there.</param>
/// <param name="engines">Where it runs.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class ProvesAttribute(string feature, Engines engines) : Attribute, ITraitAttribute
{
    /// <summary>The row.</summary>
    public string Feature { get; } = feature;

    /// <summary>The columns.</summary>
    public Engines Engines { get; } = engines;

    /// <summary>Those that are spoken to as well, from the run on another.</summary>
    public Engines Beside { get; init; }

    /// <summary>Where the Engine cannot do it: the id of the error or warning by which it is told.</summary>
    public string? Refused { get; init; }

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits()
    {
        IEnumerable<KeyValuePair<string, string>> traits = EngineNames.All
            .Where(engine => Engines.HasFlag(engine.Key))
            .Select(engine => KeyValuePair.Create("Engine", engine.Value));
        // What only another Engine does or refuses is no part of the whole suite.
        return [.. Engines.HasFlag(Engines.Containerd) ? traits : traits.Append(KeyValuePair.Create("Elsewhere", Feature))];
    }
}
