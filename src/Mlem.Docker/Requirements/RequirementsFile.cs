using Mlem.Docker.Metadata;

namespace Mlem.Docker.Requirements;

/// <summary>Writes <c>requirements.txt</c>.</summary>
internal static class RequirementsFile
{
    /// <summary>
    /// The extra indexes in the order in which they first appear (D9), then a line for each package. There is no newline
    /// at the end, as in MLEM; conda requirements are not written.
    /// </summary>
    public static string Write(IReadOnlyList<MlemRequirement> requirements)
    {
        InstallableRequirement[] packages = [.. requirements.OfType<InstallableRequirement>()];
        RequirementCheck.Run(packages);
        IEnumerable<string> indexes = packages.Select(p => p.ExtraIndex).OfType<string>().Distinct();
        IEnumerable<string> lines = indexes.Select(i => $"--extra-index-url {i}\n");
        return string.Concat(lines) + string.Join('\n', packages.Select(p => p.ToString()));
    }

    /// <summary>The source files of a model: path and content, a later one of the same path in the first one's place.</summary>
    public static IReadOnlyList<KeyValuePair<string, byte[]>> Sources(IReadOnlyList<MlemRequirement> requirements)
    {
        var files = new OrderedFiles();
        var budget = new SourceBudget();
        foreach (MlemRequirement requirement in requirements)
        {
            if (requirement is CustomRequirement custom)
                files.AddRange(custom.GetSources(budget));
            else if (requirement is FileRequirement file)
                files.Add(file.Name, file.GetContent(budget));
        }

        foreach (string folder in files.Paths.Where(p => p.EndsWith(".py", StringComparison.Ordinal)).SelectMany(Folders).Distinct().ToArray())
        {
            // In every folder on the way to a Python module, and in no other (D6).
            if (!files.Contains(folder + "/__init__.py"))
                files.Add(folder + "/__init__.py", []);
        }

        return files.ToList();
    }

    private static IEnumerable<string> Folders(string path)
    {
        for (int slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
            yield return path[..slash];
    }

    private sealed class OrderedFiles
    {
        private readonly List<KeyValuePair<string, byte[]>> _files = [];
        private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

        public IEnumerable<string> Paths => _files.Select(f => f.Key);

        public bool Contains(string path) => _places.ContainsKey(path);

        public void AddRange(IEnumerable<KeyValuePair<string, byte[]>> files)
        {
            foreach ((string path, byte[] content) in files)
                Add(path, content);
        }

        public void Add(string path, byte[] content)
        {
            if (_places.TryAdd(path, _files.Count))
                _files.Add(new(path, content));
            else
                _files[_places[path]] = new(path, content);
        }

        public IReadOnlyList<KeyValuePair<string, byte[]>> ToList() => _files;
    }
}
