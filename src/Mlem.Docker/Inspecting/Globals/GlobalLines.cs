using System.Reflection;

namespace Mlem.Docker.Inspecting;

/// <summary>Reads the lists of globals that the module ships: words, a line each, without comments.</summary>
internal static class GlobalLines
{
    public static IEnumerable<string[]> Read(string list)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Mlem.Docker.globals.{list}.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && words[0] != "#" && words[0][0] != '#')
                yield return words;
        }
    }
}
