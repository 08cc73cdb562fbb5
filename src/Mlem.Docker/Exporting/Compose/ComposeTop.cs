using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Compose;

/// <summary>What the services of a file have in common: networks, volumes and secrets, each once.</summary>
internal sealed class ComposeTop
{
    private const string Variable = "env:";

    private readonly SortedDictionary<string, YamlMapping> _networks = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, YamlMapping> _volumes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, YamlMapping> _secrets = new(StringComparer.Ordinal);

    public YamlMapping? Networks => All(_networks);

    public YamlMapping? Volumes => All(_volumes);

    public YamlMapping? Secrets => All(_secrets);

    /// <summary>A network that is there already, as Start-MlemDockerContainer takes it.</summary>
    public string Network(string name)
    {
        string key = KeyOf(_networks, name);
        _networks[key] = Map(("name", ComposeText.From(name)), ("external", true));
        return key;
    }

    /// <summary>A volume of this very name, made where it is missing.</summary>
    /// <exception cref="MlemException"><c>ExportParameterNotSupported</c>: it was asked for with another driver, or other labels.</exception>
    public string Volume(string name, string? driver, IEnumerable<KeyValuePair<string, string>>? labels = null)
    {
        string key = KeyOf(_volumes, name);
        YamlMapping asked = Map(("name", ComposeText.From(name)), ("driver", ComposeText.From(driver)), ("labels", ComposeText.From(labels)));
        YamlMapping before = _volumes.GetValueOrDefault(key, asked);
        _volumes[key] = Map(("name", ComposeText.From(name)), ("driver", One("driver", "volume_driver")), ("labels", One("labels", "mounts")));
        return key;

        YamlValue? One(string field, string parameter) =>
            before[field] is not { } there ? asked[field]
            : asked[field] is not { } now || now.Equals(there) ? there
            : throw ExportRules.Refuse(
                ExportPlatform.Compose, parameter, Messages.FormatVolumeIsAskedForInTwoWays(name, field), Messages.GiveItOnceOrTheSameTwice);
    }

    /// <summary>A secret from a file or a variable of the environment that Compose runs in.</summary>
    public string Secret(ServiceSecret secret)
    {
        if (secret.Name is not { } source)
        {
            throw new MlemException(
                "ExportSecretHasValue",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatExportSecretHasValue(secret.Target),
                secret.Target,
                Messages.ExportSecretHasValueRemedy);
        }

        if (source.Length == 0 || source == Variable)
            throw ExportValues.Invalid(secret.Target, Messages.FormatExportSecretHasNoSource(secret.Target), Messages.ExportSecretHasNoSourceRemedy);
        YamlMapping written = source.StartsWith(Variable, StringComparison.Ordinal)
            ? Map(("environment", ComposeText.From(source[Variable.Length..])))
            : Map(("file", ComposeText.From(source)));
        string wanted = secret.Target.Split('/')[^1];
        string key = Key(wanted);
        for (int more = 2; _secrets.TryGetValue(key, out YamlMapping? there) && !there.Equals(written); more++)
            key = Key($"{wanted}-{more}");
        _secrets[key] = written;
        return key;
    }

    /// <summary>Whether a secret comes from a variable.</summary>
    public static bool IsVariable(ServiceSecret secret) => secret.Name?.StartsWith(Variable, StringComparison.Ordinal) == true;

    private static YamlMapping? All(SortedDictionary<string, YamlMapping> named) =>
        MapOrNull([.. named.Select(n => (n.Key, (object?)n.Value))]);

    // Two names may come to one key: the second then gets a number.
    private static string KeyOf(SortedDictionary<string, YamlMapping> all, string name)
    {
        YamlValue? own = Map(("name", ComposeText.From(name)))["name"];
        string key = Key(name);
        for (int more = 2; all.TryGetValue(key, out YamlMapping? there) && !Equals(there["name"], own); more++)
            key = Key($"{name}-{more}");
        return key;
    }

    // Compose's own keys have few letters; what they stand for keeps its name.
    private static string Key(string name)
    {
        string key = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'));
        return key.Length > 0 && char.IsAsciiLetterOrDigit(key[0]) ? key : "x" + key;
    }
}
