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
        string key = Key(name);
        _networks[key] = Map(("name", ComposeText.From(name)), ("external", true));
        return key;
    }

    /// <summary>A volume of this very name, made where it is missing.</summary>
    public string Volume(string name, string? driver, IEnumerable<KeyValuePair<string, string>>? labels = null)
    {
        string key = Key(name);
        _volumes[key] = Map(("name", ComposeText.From(name)), ("driver", ComposeText.From(driver)), ("labels", ComposeText.From(labels)));
        return key;
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

    private static YamlMapping? All(SortedDictionary<string, YamlMapping> named) =>
        MapOrNull([.. named.Select(n => (n.Key, (object?)n.Value))]);

    // Compose's own keys have few letters; what they stand for keeps its name.
    private static string Key(string name)
    {
        string key = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'));
        return key.Length > 0 && char.IsAsciiLetterOrDigit(key[0]) ? key : "x" + key;
    }
}
