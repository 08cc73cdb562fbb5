using System.Text.Json;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>What the probe inside a container saw.</summary>
/// <param name="Ran">False when the container has no Python to run it with, or it was ended.</param>
/// <param name="Ready">Whether the server answered in time.</param>
/// <param name="Interface">The text of <c>/interface.json</c>, when it was asked for.</param>
/// <param name="Calls">The answers to the calls.</param>
internal sealed record ProbeResult(bool Ran, bool Ready, string? Interface, IReadOnlyList<ProbeCall> Calls)
{
    public static ProbeResult Parse(ExecResult result)
    {
        try
        {
            using JsonDocument json = PeerJson.Parse(result.StandardOutput);
            JsonElement root = json.RootElement;
            return new ProbeResult(
                true,
                root.GetProperty("ready").GetBoolean(),
                root.TryGetProperty("interface", out JsonElement text) ? text.GetString() : null,
                [
                    .. root.GetProperty("calls").EnumerateArray().Select(c => new ProbeCall(
                        c.GetProperty("method").GetString()!, c.GetProperty("status").GetInt32(), c.GetProperty("text").GetString()!)),
                ]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return new ProbeResult(false, false, null, []);
        }
    }
}

/// <summary>The answer to one call of the probe.</summary>
/// <param name="Method">The method.</param>
/// <param name="Status">The HTTP status; 0 when there was none.</param>
/// <param name="Text">The answer's text, or why there was none.</param>
internal sealed record ProbeCall(string Method, int Status, string Text);
