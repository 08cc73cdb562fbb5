using System.Globalization;

namespace Mlem.Docker.Engine.Transport;

/// <summary>One request of the Docker Engine API whose answer is a stream, or whose body is.</summary>
/// <param name="Method">GET, POST, PUT.</param>
/// <param name="Path">The path with its query, without the API version: <c>/images/create?fromImage=..</c>.</param>
internal sealed record EngineRequest(string Method, string Path)
{
    /// <summary>Gets headers besides Host; values such as X-Registry-Auth are secrets, so this is never printed.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Gets what writes the body, which is sent in chunks as it is written; null for none.</summary>
    public Func<Stream, CancellationToken, Task>? WriteBody { get; init; }

    /// <summary>Gets a body that is at hand, sent with its length.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Gets whether the connection is to be a stream of bytes both ways after the answer's head.</summary>
    public bool Upgrade { get; init; }

    /// <summary>Gets whether the path has its own version, or none: those that only Podman has count in Podman's versions.</summary>
    public bool Unversioned { get; init; }

    /// <summary>
    /// Gets what asks the Engine to stop: no more of the body is sent and the sending side is closed, but the answer is
    /// read on, since the Engine may finish what it is at, and tells that.
    /// </summary>
    public CancellationToken Stop { get; init; }

    /// <summary>A query of the parameters that have a value.</summary>
    public static string Query(params (string Name, string? Value)[] parameters) => string.Join('&', parameters
        .Where(parameter => parameter.Value is not null)
        .Select(parameter => string.Create(CultureInfo.InvariantCulture, $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}")));

    /// <summary>Gets the path without its query, which may hold values of build arguments.</summary>
    public override string ToString() => $"{Method} {Path.Split('?')[0]}";
}
