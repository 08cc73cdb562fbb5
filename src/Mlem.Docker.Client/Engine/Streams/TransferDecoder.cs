using System.Text.RegularExpressions;

namespace Mlem.Docker.Engine.Streams;

/// <summary>Reads the messages of a push or a pull: progress of each layer, errors, and the result's digest.</summary>
internal sealed partial class TransferDecoder(Action<OperationProgress> report, string activity, TimeProvider? clock = null)
{
    private const int MostLayers = 10_000;
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private const double ShortestForRate = 0.5;
    private long? _begun;
    private const int LongestId = 256;
    private readonly Dictionary<string, (long? Current, long? Total)> _layers = new(StringComparer.Ordinal);

    public string? Error { get; private set; }

    /// <summary>
    /// Gets the digest of a pushed manifest: from the <c>aux</c> line, or from the status <c>1.0: digest: sha256:… size: 941</c>,
    /// which is all that the containerd image store and Podman send. Null where the Engine tells of none (Podman 4).
    /// </summary>
    public string? PushedDigest { get; private set; }

    public long PushedSize { get; private set; }

    /// <summary>Gets the digest that a pull announced: <c>Digest: sha256:…</c>.</summary>
    public string? PulledDigest { get; private set; }

    /// <summary>Gets whether a pull said its last word: <c>Status: Downloaded newer image for …</c>. Podman has none.</summary>
    public bool PullEnded { get; private set; }

    /// <summary>Gets the id in the last message about a part: with Podman that of the image itself.</summary>
    public string? LastId { get; private set; }

    public void Take(EngineMessage message)
    {
        Error ??= message.Error;
        if (message.AuxText("Digest") is { } digest && IsDigest(digest))
        {
            PushedDigest = digest;
            PushedSize = message.AuxNumber("Size") ?? 0;
        }

        if (message.Status is not { } status)
            return;
        if (message.Id is { Length: > 0 } id && !status.StartsWith("Pulling from", StringComparison.Ordinal))
        {
            LastId = id;
            TakeLayer(id, message);
            return;
        }

        if (Pushed().Match(status) is { Success: true } pushed && IsDigest(pushed.Groups[1].Value))
        {
            PushedDigest ??= pushed.Groups[1].Value;
            PushedSize = PushedSize > 0 ? PushedSize : long.TryParse(pushed.Groups[2].ValueSpan, out var size) ? size : 0;
        }

        if (status.StartsWith("Digest: ", StringComparison.Ordinal) && IsDigest(status[8..].Trim()))
            PulledDigest = status[8..].Trim();
        PullEnded |= status.StartsWith("Status: ", StringComparison.Ordinal);
        report(new OperationProgress(activity, status, Percent()));
    }

    internal static bool IsDigest(string text) => Digest().IsMatch(text);

    private void TakeLayer(string id, EngineMessage message)
    {
        if (id.Length > LongestId || (_layers.Count >= MostLayers && !_layers.ContainsKey(id)))
            return;
        // The total is only in some messages of a layer; the others tell that it is done.
        var before = _layers.GetValueOrDefault(id);
        _layers[id] = (message.Current ?? before.Total, message.Total ?? before.Total);
        var bytes = message is { Current: { } current, Total: > 0 and { } total } ? $" {ByteSize.Format(current)} of {ByteSize.Format(total)}" : null;
        report(new OperationProgress(activity, Messages.FormatLayersCountLayersAmount(_layers.Count, Amount()), Percent(), $"{id}: {message.Status}{bytes}"));
    }

    // What went over the line since its first byte; layers that were there already say no amounts.
    private string Amount()
    {
        double total = _layers.Values.Sum(layer => (double)(layer.Total ?? 0));
        double current = _layers.Values.Sum(layer => (double)Math.Min(layer.Current ?? 0, layer.Total ?? 0));
        if (total <= 0)
            return string.Empty;
        _begun ??= _clock.GetTimestamp();
        double seconds = _clock.GetElapsedTime(_begun.Value).TotalSeconds;
        string rate = seconds >= ShortestForRate ? $", {ByteSize.Format((long)(current / seconds))}/s" : string.Empty;
        return $", {ByteSize.Format((long)current)} of {ByteSize.Format((long)total)}{rate}";
    }

    private int Percent()
    {
        double total = _layers.Values.Sum(layer => (double)(layer.Total ?? 0));
        double current = _layers.Values.Sum(layer => (double)Math.Min(layer.Current ?? 0, layer.Total ?? 0));
        return total <= 0 ? -1 : (int)Math.Clamp(current * 100 / total, 0, 100);
    }

    [GeneratedRegex(@"\A[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}\z")]
    private static partial Regex Digest();

    [GeneratedRegex(@"\A\S+: digest: (\S+) size: ([0-9]+)\z")]
    private static partial Regex Pushed();
}
