using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Building;

/// <summary>A model's document with the types that were seen where it had none.</summary>
internal static class RepairedDocument
{
    /// <summary>Puts the types in; those that the model has stay.</summary>
    /// <param name="document">The model's document.</param>
    /// <param name="answer">What the script said: types by processor and method, and what they require.</param>
    public static YamlMapping From(YamlMapping document, YamlMapping answer)
    {
        YamlMapping types = answer.Mapping("types") ?? new YamlMapping([]);
        document = With(document, "processors", processors => Each((YamlMapping)processors, (name, processor) =>
            With(processor, "methods", methods => Each((YamlMapping)methods, (method, signature) =>
                types.Mapping(name)?.Mapping(method) is { } seen ? Signature(signature, seen) : signature))));
        return WithRequirements(document, answer.Mapping("requirements"));
    }

    /// <summary>The model with one more package among its requirements.</summary>
    public static MlemModel Requiring(MlemModel model, string module) =>
        new(WithRequirements(model.Document, new YamlBuild().Add(module, new YamlMapping([])).Build()))
        {
            Path = model.Path,
            ProjectRoot = model.ProjectRoot,
        };

    /// <summary>Whether a type is not known, in whole or in part.</summary>
    public static bool IsUnknown(YamlValue? type) => type switch
    {
        YamlMapping mapping => mapping.Text("type") == "unspecified" || mapping.Entries.Any(e => IsUnknown(e.Value)),
        YamlSequence sequence => sequence.Items.Any(IsUnknown),
        _ => false,
    };

    private static YamlMapping Signature(YamlMapping signature, YamlMapping seen)
    {
        YamlMapping arguments = seen.Mapping("args") ?? new YamlMapping([]);
        signature = With(signature, "args", args => new YamlSequence([.. ((YamlSequence)args).Items.Select(a =>
            a is YamlMapping argument && argument.Text("name") is { } name && arguments[name] is { } type
                ? With(argument, "type_", old => Known(old, type)) : a)]));
        signature = With(signature, "returns", old => Known(old, seen["returns"] ?? old));
        if (seen["varargs_type"] is not { } varargs)
            return signature;
        return signature["varargs_type"] is null
            ? new YamlMapping([.. signature.Entries, new(new YamlString("varargs_type"), varargs)])
            : With(signature, "varargs_type", old => Known(old, varargs));
    }

    private static YamlValue Known(YamlValue old, YamlValue seen) => IsUnknown(old) ? seen : old;

    // MLEM adds the packages of the types, each once.
    private static YamlMapping WithRequirements(YamlMapping document, YamlMapping? needed)
    {
        YamlSequence before = document["requirements"] as YamlSequence ?? new YamlSequence([]);
        HashSet<string?> named = [.. before.Items.OfType<YamlMapping>().Select(r => r.Text("module"))];
        YamlValue[] more =
        [
            .. needed.TextEntries().Where(n => !named.Contains(n.Key) && n.Value is YamlMapping).Select(n => Requirement(n.Key, (YamlMapping)n.Value)),
        ];
        if (more.Length == 0)
            return document;
        var all = new YamlSequence([.. before.Items, .. more]);
        return document["requirements"] is null
            ? new YamlMapping([.. document.Entries, new(new YamlString("requirements"), all)])
            : With(document, "requirements", _ => all);
    }

    private static YamlMapping Requirement(string module, YamlMapping needed)
    {
        YamlBuild requirement = new YamlBuild().Add("module", module).Add("version", needed.Text("version"));
        return (needed.Text("package") is { } package && package != module ? requirement.Add("package_name", package) : requirement).Build();
    }

    private static YamlMapping Each(YamlMapping mapping, Func<string, YamlMapping, YamlMapping> change) => new(
    [
        .. mapping.Entries.Select(e => e is { Key: YamlString { Value: var name }, Value: YamlMapping value }
            ? new KeyValuePair<YamlValue, YamlValue>(e.Key, change(name, value)) : e),
    ]);

    private static YamlMapping With(YamlMapping mapping, string key, Func<YamlValue, YamlValue> change) => new(
    [
        .. mapping.Entries.Select(e => e.Key is YamlString { Value: var name } && name == key
            ? new KeyValuePair<YamlValue, YamlValue>(e.Key, change(e.Value)) : e),
    ]);
}
