using System.Text;

namespace Mlem.Docker.Tests.Architecture;

/// <summary>Draws the architecture as docs/architecture.md shows it, in mermaid's language.</summary>
internal static class Picture
{
    public static string Draw(IEnumerable<(string From, string To)> projects, IEnumerable<(Room From, Room To)> rooms)
    {
        (string From, string To)[] references = [.. projects.Order()];
        var drawn = new StringBuilder("flowchart TD\n");
        foreach (string name in references.SelectMany(r => new[] { r.From, r.To }).Distinct().Order(StringComparer.Ordinal))
            drawn.Append($"    {Id(name)}[\"{name}\"]\n");
        foreach ((string from, string to) in references)
            drawn.Append($"    {Id(from)} --> {Id(to)}\n");
        drawn.Append("    subgraph rooms[\"rooms of Mlem.Docker\"]\n");
        foreach ((Room from, Room to) in rooms.Order())
            drawn.Append($"        {from} --> {to}\n");
        return drawn.Append("    end\n").ToString();
    }

    private static string Id(string project) => project.Replace(".", string.Empty, StringComparison.Ordinal);
}
