namespace Mlem.Docker.Engine.Tests.Exporting;

/// <summary>The columns of the table "The same everywhere" of docs/beyond-one-machine.md.</summary>
public enum Place
{
    /// <summary><c>Start-MlemDockerContainer</c>.</summary>
    Start,

    /// <summary><c>Start-MlemDockerService</c>.</summary>
    Service,

    /// <summary><c>docker compose up</c>.</summary>
    Compose,

    /// <summary><c>podman kube play</c>.</summary>
    KubePlay,

    /// <summary>A cluster: what its manifest says.</summary>
    Kubernetes,
}

/// <summary>The cell of the table "The same everywhere" that a test proves.</summary>
/// <param name="row">What it is about, as it stands there.</param>
/// <param name="place">Where the declaration runs.</param>
/// <param name="cell">What the table says.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EverywhereAttribute(string row, Place place, string cell) : Attribute
{
    internal const string Predictions = "predictions, command, folder, environment, user";
    internal const string Limits = "memory and processors";
    internal const string Port = "port of the host";
    internal const string Ready = "ready";
    internal const string Update = "update";

    /// <summary>The rows, in their order.</summary>
    internal static IReadOnlyList<string> Rows { get; } = [Predictions, Limits, Port, Ready, Update];

    /// <summary>The row.</summary>
    public string Row { get; } = row;

    /// <summary>The column.</summary>
    public Place Place { get; } = place;

    /// <summary>What stands where they meet.</summary>
    public string Cell { get; } = cell;
}
