namespace Mlem.Docker.Building;

/// <summary>The images that a Dockerfile starts from.</summary>
internal static class BaseImages
{
    /// <summary>
    /// The images of the FROM lines, each once; not <c>scratch</c>, not an earlier stage, and not what only the builder
    /// can resolve (a variable) or judge (a name that is none).
    /// </summary>
    public static IReadOnlyList<ImageReference> FromDockerfile(string dockerfile)
    {
        var images = new List<ImageReference>();
        var stages = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in dockerfile.Split('\n'))
        {
            string[] words = [.. Words(line).Where(word => !word.StartsWith("--", StringComparison.Ordinal))];
            if (words is not [string from, string name, ..] || !from.Equals("FROM", StringComparison.OrdinalIgnoreCase))
                continue;
            if (name != "scratch" && !stages.Contains(name)
                && ImageReference.TryParse(name, out ImageReference? image) && !images.Contains(image))
            {
                images.Add(image);
            }

            if (words is [_, _, string asWord, string stage, ..] && asWord.Equals("AS", StringComparison.OrdinalIgnoreCase))
                stages.Add(stage);
        }

        return images;
    }

    private static string[] Words(string line) =>
        line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
