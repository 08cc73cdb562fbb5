using System.Text.Json.Nodes;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>What a test's name prefix still finds on the Engine after the test.</summary>
internal static class Leftovers
{
    /// <summary>Removes them all, so that one careless test does not fail the others, and tells their names.</summary>
    public static async Task<IReadOnlyList<string>> TakeAwayAsync(
        EngineApi engine, string prefix, CancellationToken cancellation)
    {
        var left = new List<string>();
        foreach (var (kind, path, name) in await FindAsync(engine, prefix, cancellation))
        {
            left.Add($"{kind} {name}");
            await engine.DeleteAsync(path, cancellation);
        }
        return left;
    }

    // Containers first: they hold the images, networks and volumes.
    private static async Task<List<(string Kind, string Path, string Name)>> FindAsync(
        EngineApi engine, string prefix, CancellationToken cancellation)
    {
        var found = new List<(string, string, string)>();
        foreach (var container in Items(await engine.GetAsync("containers/json?all=1", cancellation)))
        {
            string names = string.Join(' ', Texts(container["Names"])) + " " + (string?)container["Image"];
            if (Has(names, prefix))
                found.Add(("container", $"containers/{(string?)container["Id"]}?force=1&v=1", names.Trim()));
        }
        foreach (var image in Items(await engine.GetAsync("images/json", cancellation)))
        {
            foreach (string tag in Texts(image["RepoTags"]).Where(tag => Has(tag, prefix)))
                found.Add(("image", $"images/{tag}?force=1", tag));
        }
        foreach (var network in Items(await engine.GetAsync("networks", cancellation)))
        {
            if (Has((string?)network["Name"], prefix))
                found.Add(("network", $"networks/{(string?)network["Id"]}", (string?)network["Name"] ?? ""));
        }
        var volumes = await engine.GetAsync("volumes", cancellation);
        foreach (var volume in Items(volumes["Volumes"]))
        {
            if (Has((string?)volume["Name"], prefix))
                found.Add(("volume", $"volumes/{(string?)volume["Name"]}", (string?)volume["Name"] ?? ""));
        }
        return found;
    }

    // Prefixes end in a number: `-1` is not the beginning of `-12`.
    private static bool Has(string? name, string prefix)
    {
        int at = name?.IndexOf(prefix, StringComparison.Ordinal) ?? -1;
        return at >= 0 && (at + prefix.Length == name!.Length || !char.IsAsciiDigit(name[at + prefix.Length]));
    }

    private static IEnumerable<JsonNode> Items(JsonNode? array) => (array as JsonArray ?? []).Select(item => item!);

    private static IEnumerable<string> Texts(JsonNode? array) => Items(array).Select(item => (string)item!);
}
