using Mlem.Docker.Python.Yaml;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Metadata;

/// <summary>An object's fields as a person may be shown them: names stay, values that may be secret go.</summary>
internal static class ConcealedFields
{
    private const string Concealed = "***";

    /// <summary>The fields whose values may be secret.</summary>
    public static readonly IReadOnlySet<string> Names = new HashSet<string>
    {
        "api_key", "build_arg", "environment", "set_env", "storage_options",
    };

    /// <summary>The text of an object's file without secrets.</summary>
    public static string Describe(MlemObject shown) => MlemYaml.Write((YamlMapping)Conceal(string.Empty, shown.Document))
        .Replace($"'{Concealed}'", Concealed, StringComparison.Ordinal).TrimEnd();

    /// <summary>A variable as <c>NAME=value</c>, without its value.</summary>
    public static string Variable(string text) => text.IndexOf('=') is var equals and >= 0 ? text[..(equals + 1)] + Concealed : text;

    /// <summary>
    /// A Compose file's or a manifest's fields without what variables hold: <c>environment</c>, by names, and <c>env</c>, a list of names with
    /// values.
    /// </summary>
    public static YamlMapping WithoutValues(YamlMapping fields) => new([.. fields.Entries.Select(f => KeyValuePair.Create(f.Key, f.Value switch
    {
        YamlMapping variables when f.Key is YamlString { Value: "environment" } => new YamlMapping(
            [.. variables.Entries.Select(v => KeyValuePair.Create(v.Key, v.Value is YamlNull ? v.Value : new YamlString(Concealed)))]),
        YamlSequence variables when f.Key is YamlString { Value: "env" } => new YamlSequence(
            [.. variables.Items.Select(v => v is YamlMapping one ? WithoutValue(one) : v)]),
        YamlMapping inner => WithoutValues(inner),
        YamlSequence list => new YamlSequence([.. list.Items.Select(item => item is YamlMapping inner ? WithoutValues(inner) : item)]),
        _ => f.Value,
    }))]);

    private static YamlMapping WithoutValue(YamlMapping variable) => new([.. variable.Entries.Select(f =>
        f.Key is YamlString { Value: "value" } ? KeyValuePair.Create(f.Key, (YamlValue)new YamlString(Concealed)) : f)]);

    private static YamlValue Conceal(string key, YamlValue value) => (key, value) switch
    {
        (_, YamlNull) => value,
        ("api_key" or "environment" or "storage_options", _) => new YamlString(Concealed),
        ("set_env" or "build_arg", YamlSequence list) => new YamlSequence([.. list.Items.Select(Entry)]),
        ("set_env" or "build_arg", YamlString text) => Entry(text),
        ("host", YamlString host) => new YamlString(PlainText.WithoutPassword(host.Value)),
        (_, YamlMapping fields) => new YamlMapping([.. fields.Entries.Select(f =>
            KeyValuePair.Create(f.Key, Conceal((f.Key as YamlString)?.Value ?? string.Empty, f.Value)))]),
        (_, YamlSequence list) => new YamlSequence([.. list.Items.Select(item => Conceal(string.Empty, item))]),
        _ => value,
    };

    private static YamlValue Entry(YamlValue value) => value is YamlString text ? new YamlString(Variable(text.Value)) : new YamlString(Concealed);
}
