namespace Mlem.Docker.Engine.Streams;

/// <summary>One <c>moby.buildkit.trace</c>: BuildKit's <c>control.StatusResponse</c> as far as a build's story needs it.</summary>
internal sealed record BuildKitTrace(
    IReadOnlyList<BuildKitVertex> Vertices, IReadOnlyList<BuildKitLog> Logs, IReadOnlyList<BuildKitStatus> Statuses, IReadOnlyList<BuildCheck> Warnings)
{
    public static BuildKitTrace Decode(ReadOnlySpan<byte> message)
    {
        List<BuildKitVertex> vertices = [];
        List<BuildKitLog> logs = [];
        List<BuildKitStatus> statuses = [];
        List<BuildCheck> warnings = [];
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    vertices.Add(Vertex(reader.Bytes));
                    break;
                case 2:
                    statuses.Add(Status(reader.Bytes));
                    break;
                case 3:
                    logs.Add(Log(reader.Bytes));
                    break;
                case 4:
                    warnings.Add(Warning(reader.Bytes));
                    break;
            }
        }

        return new BuildKitTrace(vertices, logs, statuses, warnings);
    }

    private static BuildKitVertex Vertex(ReadOnlySpan<byte> message)
    {
        var vertex = new BuildKitVertex(string.Empty, string.Empty, false, null, null, null);
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            vertex = reader.Field switch
            {
                1 => vertex with { Digest = reader.Text },
                3 => vertex with { Name = reader.Text },
                4 => vertex with { Cached = reader.Value != 0 },
                5 => vertex with { Started = Time(reader.Bytes) },
                6 => vertex with { Completed = Time(reader.Bytes) },
                7 => vertex with { Error = reader.Text },
                _ => vertex,
            };
        }

        return vertex;
    }

    private static BuildKitLog Log(ReadOnlySpan<byte> message)
    {
        var log = new BuildKitLog(string.Empty, []);
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            log = reader.Field switch
            {
                1 => log with { Vertex = reader.Text },
                4 => log with { Bytes = reader.Bytes.ToArray() },
                _ => log,
            };
        }

        return log;
    }

    private static BuildKitStatus Status(ReadOnlySpan<byte> message)
    {
        var status = new BuildKitStatus(string.Empty, 0, 0);
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            status = reader.Field switch
            {
                1 => status with { Id = reader.Text },
                4 => status with { Current = (long)reader.Value },
                5 => status with { Total = (long)reader.Value },
                _ => status,
            };
        }

        return status;
    }

    /// <summary>3 = the text; 7 = the ranges that it points at. Line 0 where it points at none.</summary>
    private static BuildCheck Warning(ReadOnlySpan<byte> message)
    {
        var warning = new BuildCheck(string.Empty, 0);
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 3)
                warning = warning with { Text = reader.Text };
            else if (reader.Field == 7 && warning.Line == 0)
                warning = warning with { Line = FirstLine(reader.Bytes) };
        }

        return warning;
    }

    /// <summary>Of a range (1 = start, 2 = end) the line of its start (1 = line, 2 = character).</summary>
    private static int FirstLine(ReadOnlySpan<byte> range)
    {
        var reader = new ProtobufReader(range);
        while (reader.Next())
        {
            if (reader.Field != 1)
                continue;
            var position = new ProtobufReader(reader.Bytes);
            while (position.Next())
            {
                if (position.Field == 1)
                    return (int)Math.Min(position.Value, int.MaxValue);
            }
        }

        return 0;
    }

    /// <summary>A google.protobuf.Timestamp: 1 = seconds, 2 = nanoseconds.</summary>
    private static DateTimeOffset Time(ReadOnlySpan<byte> message)
    {
        long seconds = 0;
        long nanoseconds = 0;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                seconds = (long)reader.Value;
            else if (reader.Field == 2)
                nanoseconds = (long)reader.Value;
        }

        const long Year9999 = 253_402_300_799;
        return seconds is < 0 or > Year9999 || nanoseconds is < 0 or > 999_999_999
            ? DateTimeOffset.UnixEpoch
            : DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / 100);
    }
}

/// <summary>A node of BuildKit's graph: mostly one instruction of the Dockerfile.</summary>
internal sealed record BuildKitVertex(
    string Digest, string Name, bool Cached, DateTimeOffset? Started, DateTimeOffset? Completed, string? Error);

/// <summary>A piece of output; it may begin and end inside a line, and inside a character.</summary>
internal sealed record BuildKitLog(string Vertex, byte[] Bytes);

/// <summary>A transfer, such as a layer of the base image.</summary>
internal sealed record BuildKitStatus(string Id, long Current, long Total);
