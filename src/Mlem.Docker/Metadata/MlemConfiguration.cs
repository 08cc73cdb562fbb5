using Mlem.Docker.Metadata.Schema;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>
/// MLEM's configuration of a project: the sections <c>core</c> and <c>docker</c> of its <c>.mlem.yaml</c>, and the
/// environment variables that beat them (docs/mlem-contract.md, 26–29, D12). Letter case does not count in names.
/// </summary>
internal sealed class MlemConfiguration
{
    private readonly Dictionary<string, YamlValue> _core;
    private readonly Dictionary<string, YamlValue> _docker;

    private MlemConfiguration(Dictionary<string, YamlValue> core, Dictionary<string, YamlValue> docker, string origin, bool wheelIsInFile)
    {
        _core = core;
        _docker = docker;
        Origin = origin;
        WheelIsInFile = wheelIsInFile;
    }

    /// <summary>Where the values come from, for messages.</summary>
    public string Origin { get; }

    /// <summary>The server when none is given (<c>core.SERVER</c>), as it is written; null for MLEM's default.</summary>
    public YamlMapping? Server => _core.TryGetValue("SERVER", out YamlValue? server) && server is YamlMapping { Entries.Count: > 0 } given
        ? given
        : null;

    /// <summary>The state manager when a deployment names none (<c>core.STATE</c>), normalised; null for the local one.</summary>
    public YamlMapping? StateManager => _core.TryGetValue("STATE", out YamlValue? state) && state is YamlMapping { Entries.Count: > 0 }
        ? (YamlMapping)TypeCatalogue.Default["@state"].Normalize(state, KeyPath.Root.Key("core").Key("state"), new(Origin))
        : null;

    /// <summary>Where MLEM comes from in an image: <c>docker.source</c> and the options of the sources.</summary>
    public string? Source => Text(_docker, "SOURCE");

    public string? WheelPath => Text(_docker, "WHL_PATH");

    /// <summary>Whether the wheel stands in the project's file, whose author may be another than who runs this.</summary>
    public bool WheelIsInFile { get; }

    public string? PipVersion => Text(_docker, "PIP_VERSION");

    public string? GitRevision => Text(_docker, "GIT_REV");

    /// <summary>Reads the configuration for a folder.</summary>
    /// <param name="folder">The folder whose project counts.</param>
    /// <param name="environment">The process's environment variables.</param>
    public static MlemConfiguration Read(string folder, IEnumerable<KeyValuePair<string, string>> environment)
    {
        string? root = MlemPath.FindProjectRoot(folder);
        string? file = root is null ? null : Path.Combine(root, MlemPath.ProjectFile);
        YamlMapping sections = file is null ? new YamlMapping([]) : Parse(file);
        var variables = environment.DistinctBy(v => v.Key.ToUpperInvariant())
            .ToDictionary(v => v.Key, v => v.Value, StringComparer.OrdinalIgnoreCase);
        return new MlemConfiguration(
            Section(sections, "core", file, key => Core(key, variables)),
            Section(sections, "docker", file, key => DockerText(key, variables)),
            file ?? Messages.TheEnvironment,
            DockerText("WHL_PATH", variables) is null);
    }

    private static YamlValue? Core(string key, Dictionary<string, string> variables)
    {
        string name = key.StartsWith("GITHUB_", StringComparison.Ordinal) ? key : "MLEM_" + key;
        if (!variables.TryGetValue(name, out string? text) || text.Length == 0)
            return null;
        // pydantic reads the variable of a field that holds a mapping as JSON, which YAML contains.
        return key is "SERVER" or "STATE" or "STORAGE" ? MlemYaml.Read(text, Messages.FormatTheEnvironmentVariableName(name)) : new YamlString(text);
    }

    private static YamlValue? DockerText(string key, Dictionary<string, string> variables)
    {
        foreach (string name in (string[])["MLEM_DOCKER" + key, "MLEM_DOCKER_" + key])
        {
            if (variables.TryGetValue(name, out string? text))
                return new YamlString(text);
        }

        return null;
    }

    private static Dictionary<string, YamlValue> Section(
        YamlMapping file, string section, string? source, Func<string, YamlValue?> variable)
    {
        Dictionary<string, SchemaType> types = ((ObjectType)TypeCatalogue.Default["#" + section]).Fields.ToDictionary(f => f.Name, f => f.Type);
        var values = new Dictionary<string, YamlValue>(StringComparer.Ordinal);
        if (file[section] is not (null or YamlNull or YamlMapping))
            throw new MetadataException(source, file[section]!.Mark, section, Messages.ExpectedMappingOfSettings);
        foreach ((YamlValue key, YamlValue value) in file.Mapping(section)?.Entries ?? [])
        {
            string name = (key as YamlString)?.Value.ToUpperInvariant() ?? string.Empty;
            if (!types.TryGetValue(name, out SchemaType? type))
            {
                throw new MetadataException(
                    source, key.Mark, $"{section}.{(key as YamlString)?.Value}", Messages.IsNoSettingOfMLEM,
                    Messages.FormatSettingsOfAre(section, string.Join(", ", types.Keys.Select(k => k.ToLowerInvariant()))));
            }

            values[name] = type.Normalize(value, KeyPath.Root.Key(section).Key(((YamlString)key).Value), new SchemaContext(source));
        }

        foreach ((string key, SchemaType type) in types)
        {
            if (variable(key) is not { } given)
                continue;
            YamlValue value = type.Normalize(given, KeyPath.Root.Key(section).Key(key.ToLowerInvariant()), new SchemaContext(Messages.TheEnvironment));
            values[key] = values.TryGetValue(key, out YamlValue? below) ? Over(below, value) : value;
        }

        return values;
    }

    // pydantic merges mappings of two sources key by key.
    private static YamlValue Over(YamlValue below, YamlValue above) => (below, above) switch
    {
        (YamlMapping b, YamlMapping a) => new YamlMapping(
        [
            .. b.Entries.Where(e => !a.Entries.Any(o => o.Key.Equals(e.Key))),
            .. a.Entries.Select(e => KeyValuePair.Create(
                e.Key, b.Entries.FirstOrDefault(o => o.Key.Equals(e.Key)).Value is { } under ? Over(under, e.Value) : e.Value)),
        ]),
        _ => above,
    };

    private static YamlMapping Parse(string file)
    {
        try
        {
            using FileStream stream = RegularFile.OpenRead(file);
            return MlemYaml.Read(stream, file) switch
            {
                YamlMapping sections => sections,
                YamlNull => new YamlMapping([]),
                var other => throw new MetadataException(file, other.Mark, string.Empty, Messages.ExpectedMappingOfSections),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlemException(
                "ProjectConfigUnreadable", MlemErrorCategory.ReadError, Messages.FormatProjectConfigUnreadable(file, e.Message), file, null, e);
        }
    }

    private static string? Text(Dictionary<string, YamlValue> values, string key) =>
        (values.GetValueOrDefault(key) as YamlString)?.Value;
}
