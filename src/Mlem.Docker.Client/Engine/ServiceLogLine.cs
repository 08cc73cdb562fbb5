namespace Mlem.Docker.Engine;

/// <summary>One line of a service's log, with the task that wrote it.</summary>
/// <param name="Stream">Where the task wrote it; a terminal has only standard output.</param>
/// <param name="Text">The line without its line break.</param>
/// <param name="Timestamp">When it was written, UTC; null unless asked for.</param>
/// <param name="TaskId">The task; empty where the Engine does not tell.</param>
/// <param name="NodeId">The machine of the swarm; empty where the Engine does not tell.</param>
public sealed record ServiceLogLine(LogStream Stream, string Text, DateTimeOffset? Timestamp, string TaskId, string NodeId)
{
    private const string Prefix = "com.docker.swarm.";

    // With details, a line begins with name=value pairs, whose names and values are written as in a URL, and a space.
    internal static ServiceLogLine From(LogLine line)
    {
        int space = line.Text.IndexOf(' ', StringComparison.Ordinal);
        string head = space < 0 ? line.Text : line.Text[..space];
        Dictionary<string, string> details = head.Split(',').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => Uri.UnescapeDataString(pair[0])).ToDictionary(same => same.Key, same => Uri.UnescapeDataString(same.First()[1]));
        return details.TryGetValue(Prefix + "task.id", out string? task)
            ? new ServiceLogLine(
                line.Stream, space < 0 ? string.Empty : line.Text[(space + 1)..], line.Timestamp, task, details.GetValueOrDefault(Prefix + "node.id", string.Empty))
            : new ServiceLogLine(line.Stream, line.Text, line.Timestamp, string.Empty, string.Empty);
    }
}
