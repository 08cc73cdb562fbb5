using System.Globalization;
using System.Runtime.CompilerServices;

namespace Mlem.Docker.Python.Yaml;

/// <summary>The values that stand in several places, with the names PyYAML gives them: <c>id001</c> and so on.</summary>
internal sealed class YamlAnchors
{
    // In the order in which the writer meets them; null for a value met once.
    private readonly Dictionary<YamlValue, string?> _names = new(ReferenceComparer.Instance);
    private readonly HashSet<YamlValue> _written = new(ReferenceComparer.Instance);
    private int _last;

    public static YamlAnchors Find(YamlValue root)
    {
        YamlAnchors anchors = new();
        anchors.Visit(root);
        return anchors;
    }

    /// <summary>The name of a shared value or null; <paramref name="isAlias"/> when it has been written before.</summary>
    public string? Name(YamlValue value, out bool isAlias)
    {
        isAlias = false;
        if (!_names.TryGetValue(value, out string? name) || name is null) return null;
        isAlias = !_written.Add(value);
        return name;
    }

    /// <summary>The name of a shared value or null, without counting it as written.</summary>
    public string? Peek(YamlValue value) => _names.GetValueOrDefault(value);

    public bool IsWritten(YamlValue value) => _written.Contains(value);

    private void Visit(YamlValue value)
    {
        // PyYAML never shares None, str, bytes, bool, int and float.
        if (value is not (YamlSequence or YamlMapping or YamlSet or YamlDate or YamlTimestamp)) return;
        YamlEmitter.CheckStack();
        if (_names.TryGetValue(value, out string? name))
        {
            if (name is null) _names[value] = "id" + (++_last).ToString("000", CultureInfo.InvariantCulture);
            return;
        }

        _names.Add(value, null);
        switch (value)
        {
            case YamlSequence sequence:
                foreach (YamlValue item in sequence.Items) Visit(item);
                break;
            case YamlSet set:
                foreach (YamlValue item in PythonOrder.Sort(set.Items)) Visit(item);
                break;
            case YamlMapping mapping:
                foreach ((YamlValue key, YamlValue item) in PythonOrder.Sort(mapping.Entries))
                {
                    Visit(key);
                    Visit(item);
                }

                break;
        }
    }

    private sealed class ReferenceComparer : IEqualityComparer<YamlValue>
    {
        public static ReferenceComparer Instance { get; } = new();

        public bool Equals(YamlValue? x, YamlValue? y) => ReferenceEquals(x, y);

        public int GetHashCode(YamlValue value) => RuntimeHelpers.GetHashCode(value);
    }
}
