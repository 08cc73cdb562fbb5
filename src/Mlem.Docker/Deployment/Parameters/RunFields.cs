using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Deployment;

/// <summary>A mapping inside a run parameter: docker-py writes its keys as Python does, the Engine in its own case.</summary>
internal sealed class RunFields
{
    private readonly RunValue _owner;
    private readonly Dictionary<string, YamlValue> _fields;
    private readonly HashSet<string> _used = [];

    public RunFields(RunValue owner, YamlMapping map)
    {
        _owner = owner;
        _fields = [];
        foreach ((YamlValue key, YamlValue value) in map.Entries)
            _fields[Plain(owner.Scalar(key))] = value;
    }

    public string? Text(params string[] names) => Find(names) is { } value and not YamlNull ? _owner.Scalar(value) : null;

    public string Required(params string[] names) => Text(names) ?? throw _owner.Wrong(Messages.FormatWithTheFieldNames(names[0]));

    public long? Integer(params string[] names) => Text(names) is { } text ? new RunValue(_owner.Name, text).Integer() : null;

    public bool? Flag(params string[] names) => Text(names) is { } text ? new RunValue(_owner.Name, text).Flag() : null;

    public IList<string>? Texts(params string[] names) => Find(names) switch
    {
        null or YamlNull => null,
        YamlSequence list => [.. list.Items.Select(_owner.Scalar)],
        YamlString one => [one.Value],
        _ => throw _owner.Wrong(Messages.FormatWithListAs(names[0])),
    };

    public IList<IList<string>>? TextLists(params string[] names) => Find(names) switch
    {
        null or YamlNull => null,
        YamlSequence list when list.Items.All(i => i is YamlSequence) =>
            [.. list.Items.Select(i => (IList<string>)[.. ((YamlSequence)i).Items.Select(_owner.Scalar)])],
        YamlSequence list => [[.. list.Items.Select(_owner.Scalar)]],
        _ => throw _owner.Wrong(Messages.FormatWithListOfListsAs(names[0])),
    };

    public IDictionary<string, string>? Pairs(params string[] names) => Find(names) switch
    {
        null or YamlNull => null,
        YamlMapping map => map.Entries.ToDictionary(e => _owner.Scalar(e.Key), e => _owner.Scalar(e.Value)),
        _ => throw _owner.Wrong(Messages.FormatWithMappingAs(names[0])),
    };

    /// <summary>Refuses fields that nobody asked for.</summary>
    public void End(string known)
    {
        if (_fields.Keys.FirstOrDefault(k => !_used.Contains(k)) is { } unknown)
            throw _owner.Wrong(Messages.FormatWithoutFieldItsFieldsAre(unknown, known));
    }

    private YamlValue? Find(string[] names)
    {
        YamlValue? found = null;
        foreach (string name in names.Select(Plain))
        {
            _used.Add(name);
            found ??= _fields.GetValueOrDefault(name);
        }

        return found;
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
