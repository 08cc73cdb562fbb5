using System.Text;

namespace Mlem.Docker.Context;

/// <summary>
/// Collects the files of a context. A file that is written again replaces the content at its first place, as it would
/// on disk; a path that is a file and a folder at once is refused.
/// </summary>
internal sealed class ContextEntries
{
    private readonly List<ContextEntry> _entries = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    public void Add(string path, string text) => Add(new GeneratedEntry(path, Encoding.UTF8.GetBytes(text)));

    public void Add(ContextEntry entry)
    {
        for (int slash = entry.Path.IndexOf('/'); slash > 0; slash = entry.Path.IndexOf('/', slash + 1))
        {
            string folder = entry.Path[..slash];
            if (_places.ContainsKey(folder))
                throw Conflict(folder);
            _folders.Add(folder);
        }

        if (_folders.Contains(entry.Path))
            throw Conflict(entry.Path);
        if (_places.TryGetValue(entry.Path, out int place))
        {
            _entries[place] = entry;
            return;
        }

        _places[entry.Path] = _entries.Count;
        _entries.Add(entry);
    }

    public bool Contains(string path) => _places.ContainsKey(path);

    public IReadOnlyList<ContextEntry> ToList() => [.. _entries];

    private static MlemException Conflict(string path) => new(
        "ContextPathConflict",
        MlemErrorCategory.InvalidData,
        Messages.FormatWouldHaveToBeFileAnd(path),
        path,
        Messages.RequirementOfModelHasNameOf);
}
