using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Engine.Streams;

/// <summary>Turns BuildKit's traces into the same steps, lines and errors that the classic builder's stream gives.</summary>
internal sealed partial class BuildKitDecoder(BuildRecord record, IBuildListener listener)
{
    private const int MostVertices = 100_000;

    // A few steps run at a time: of no more the last lines are remembered.
    private const int MostTalking = 64;
    private readonly Queue<VertexState> _talking = new();
    private readonly Dictionary<string, VertexState> _vertices = new(StringComparer.Ordinal);

    public void Take(ReadOnlySpan<byte> trace) => Take(BuildKitTrace.Decode(trace));

    public void Take(BuildKitTrace decoded)
    {
        foreach (var vertex in decoded.Vertices)
            TakeVertex(vertex);
        foreach (var log in decoded.Logs)
            TakeLog(log);
        foreach (var status in decoded.Statuses.Where(status => status.Total > 0))
            listener.Transfer(new EngineMessage { Id = status.Id, Status = "Transferring", Current = status.Current, Total = status.Total });
        foreach (var warning in decoded.Warnings.Where(warning => warning.Text.Length > 0))
        {
            if (!record.HasRoomFor(warning.Text))
                continue;
            if (warning.Line > 0)
                record.Checks.Add(warning);
            else
                record.Warnings.Add(warning.Text);
        }
    }

    public void Fail()
    {
        // A step that failed because another did says so; the first with a reason of its own is the one.
        var failed = _vertices.Values.FirstOrDefault(state => state.Error is { } error && !error.Contains("context canceled", StringComparison.Ordinal));
        if (failed is null)
            return;
        record.FailedStep = failed.Step;
        record.FailedOutput = failed.Output.Lines;
    }

    private void TakeVertex(BuildKitVertex vertex)
    {
        if (!_vertices.TryGetValue(vertex.Digest, out var state))
        {
            if (_vertices.Count >= MostVertices || !record.HasRoomFor(vertex.Digest + vertex.Name))
                return;
            state = new VertexState(Name(vertex.Name));
            _vertices.Add(vertex.Digest, state);
        }

        if (vertex.Started is not null && !state.Announced)
        {
            state.Announced = true;
            listener.Step(state.Step);
        }

        if (vertex.Error is { Length: > 0 } error && error != state.Error && record.HasRoomFor(error))
            state.Error = error;
        if (vertex.Completed is { } end && !state.Completed)
        {
            state.Completed = true;
            state.Step = state.Step with { Cached = vertex.Cached, Duration = end - (vertex.Started ?? end) };
            record.Steps.Add(state.Step);
        }
    }

    private void TakeLog(BuildKitLog log)
    {
        if (!_vertices.TryGetValue(log.Vertex, out var state))
            return;
        if (!state.Talks)
        {
            state.Talks = true;
            _talking.Enqueue(state);
        }

        if (_talking.Count > MostTalking)
            _talking.Dequeue().BeSilent();
        var characters = new char[Encoding.UTF8.GetMaxCharCount(log.Bytes.Length)];
        var count = state.Decoder.GetChars(log.Bytes, characters, flush: false);
        foreach (var line in state.Output.Add(new string(characters, 0, count)))
            listener.Line(line);
    }

    /// <summary>Splits <c>[stage 2/5] RUN …</c> into number, total and instruction.</summary>
    private static BuildStep Name(string name)
    {
        var match = Numbered().Match(name);
        if (!match.Success)
            return new BuildStep(0, 0, name, false, TimeSpan.Zero);
        int Number(int group) => int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
        return new BuildStep(Number(1), Number(2), match.Groups[3].Value, false, TimeSpan.Zero);
    }

    [GeneratedRegex(@"\A\[(?:[^\]\n]* )?([0-9]+)/([0-9]+)\] (.*)\z", RegexOptions.Singleline)]
    private static partial Regex Numbered();

    private sealed class VertexState(BuildStep step)
    {
        public BuildStep Step { get; set; } = step;

        public OutputTail Output { get; } = new();

        public Decoder Decoder { get; } = Encoding.UTF8.GetDecoder();

        public string? Error { get; set; }

        public bool Talks { get; set; }

        public bool Announced { get; set; }

        public bool Completed { get; set; }

        public void BeSilent()
        {
            Talks = false;
            Output.Clear();
        }
    }
}
