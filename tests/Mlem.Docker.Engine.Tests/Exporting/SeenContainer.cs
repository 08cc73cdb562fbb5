using System.Text.Json.Nodes;

namespace Mlem.Docker.Engine.Tests.Exporting;

/// <summary>What is the same, wherever a declaration runs.</summary>
/// <param name="Prediction">What the model's server answers.</param>
/// <param name="Process">The command, the folder, the user and the environment.</param>
/// <param name="Limits">Memory in bytes, processors in billionths, and whether its file system is read only.</param>
internal sealed record SeenContainer(string Prediction, string Process, string Limits)
{
    public static SeenContainer Of(string prediction, JsonNode inspected)
    {
        JsonNode config = inspected["Config"]!;
        JsonNode host = inspected["HostConfig"]!;
        // Each platform names the machine as it likes.
        IEnumerable<string> variables = config["Env"]!.AsArray().Select(variable => (string)variable!)
            .Where(variable => !variable.StartsWith("HOSTNAME=", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        string words = string.Join(' ', Words(config["Entrypoint"]).Concat(Words(config["Cmd"])));
        return new SeenContainer(
            prediction,
            string.Join('\n', [words, (string)config["WorkingDir"]!, (string)config["User"]!, .. variables]),
            $"{host["Memory"]} {host["NanoCpus"]} {host["ReadonlyRootfs"]}");
    }

    private static IEnumerable<string> Words(JsonNode? words) => words switch
    {
        JsonArray all => all.Select(w => (string)w!),
        null => [],
        _ => [(string)words!],
    };
}
