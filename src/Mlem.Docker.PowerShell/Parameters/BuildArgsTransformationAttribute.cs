using System.Collections;
using System.Management.Automation;
using Mlem.Docker.PowerShell.Conversion;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>
/// Takes build arguments as a DockerBuildArgs, as a hashtable with MLEM's snake_case keys, or as an object with the
/// properties of a DockerBuildArgs: one that came from another process, or a stand-in. An unknown key is refused, as
/// MLEM's own command line does; in files it is ignored, as there.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BuildArgsTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Keys =
    [
        "base_image", "build_arg", "constraints", "mlem_whl", "package_clean_cmd", "package_install_cmd", "platform",
        "prebuild_hook", "python_version", "run_cmd", "set_env", "templates_dir",
    ];

    // The properties of a DockerBuildArgs that are no field of MLEM's: they follow from the others.
    private static readonly string[] Derived =
        [nameof(DockerBuildArgs.EffectivePythonVersion), nameof(DockerBuildArgs.EffectiveBaseImage), nameof(DockerBuildArgs.BaseImageHook)];

    private static readonly Dictionary<string, string> KeyOfProperty = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(DockerBuildArgs.BaseImage)] = "base_image",
        [nameof(DockerBuildArgs.BuildArg)] = "build_arg",
        [nameof(DockerBuildArgs.Constraints)] = "constraints",
        [nameof(DockerBuildArgs.MlemWheel)] = "mlem_whl",
        [nameof(DockerBuildArgs.PackageCleanCommand)] = "package_clean_cmd",
        [nameof(DockerBuildArgs.PackageInstallCommand)] = "package_install_cmd",
        [nameof(DockerBuildArgs.Platform)] = "platform",
        [nameof(DockerBuildArgs.PrebuildHook)] = "prebuild_hook",
        [nameof(DockerBuildArgs.PythonVersion)] = "python_version",
        [nameof(DockerBuildArgs.RunCommand)] = "run_cmd",
        [nameof(DockerBuildArgs.SetEnv)] = "set_env",
        [nameof(DockerBuildArgs.TemplatesDir)] = "templates_dir",
    };

    /// <summary>MLEM's keys.</summary>
    internal static IReadOnlyList<string> AllKeys => Keys;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        if (value is null or DockerBuildArgsInput)
            return value;
        if (value is not (DockerBuildArgs or IDictionary or PSObject) || IsOther(value))
            throw ParameterErrors.Kind(Messages.FormatBuildArgsNotTable(value.GetType().Name));
        try
        {
            return new DockerBuildArgsInput(value as DockerBuildArgs ?? OfValues(value));
        }
        catch (MlemException e)
        {
            throw ParameterErrors.From(e);
        }
    }

    // By pipeline comes what is meant for another parameter: what has nothing of build arguments is left to PowerShell.
    private static bool IsOther(object value) => PlainObject.From(value) is { } plain
        && !plain.Was<DockerBuildArgs>()
        && (plain.SentType is not null || plain.Has("Path") || plain.Has("LiteralPath") || plain.Has("PSPath")
            || !((PSObject)value).Properties.Any(p => Keys.Contains(p.Name) || KeyOfProperty.ContainsKey(p.Name)));

    private static DockerBuildArgs OfValues(object value)
    {
        object? hook = null;
        object? image = null;
        if (Entries(value) is { } given)
        {
            var rest = new Hashtable(given, StringComparer.Ordinal);
            hook = Take(rest, "prebuild_hook");
            image = Take(rest, "base_image");
            value = rest;
        }

        YamlValue fields = YamlValueConverter.Convert(value, "BuildArgs");
        foreach ((YamlValue key, _) in (fields as YamlMapping)?.Entries ?? [])
        {
            if (key is not YamlString { Value: var name } || !Keys.Contains(name))
                throw Unknown(key);
        }

        DockerBuildArgs args = DockerBuildArgs.FromYaml(fields, "-BuildArgs");
        return ScriptHook.WithBaseImage(args, image) with
        {
            PrebuildHook = hook is null ? null : ScriptHook.From(LanguagePrimitives.ConvertTo<ScriptBlock>(hook)),
        };
    }

    // An object that came from another process has lost what cannot be sent: script blocks are texts there.
    private static Dictionary<object, object?>? Entries(object value) => value switch
    {
        IDictionary table => table.Cast<DictionaryEntry>().ToDictionary(e => Key(e.Key), e => e.Value),
        PSObject custom => custom.Properties.Where(p => p.IsGettable && !Derived.Contains(p.Name) && p.Value is not null)
            .ToDictionary(p => Key(p.Name), p => (object?)p.Value),
        _ => null,
    };

    private static object Key(object key) =>
        (key is PSObject wrapped ? wrapped.BaseObject : key) is string name
            ? KeyOfProperty.GetValueOrDefault(name, name)
            : key;

    private static object? Take(Hashtable values, string key)
    {
        object? value = values[key];
        values.Remove(key);
        return value is PSObject wrapped ? wrapped.BaseObject : value;
    }

    private static MlemException Unknown(YamlValue key) => new(
        "BuildArgUnknown",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatBuildArgUnknown((key as YamlString)?.Value ?? key.ToString()),
        (key as YamlString)?.Value,
        Messages.FormatBuildArgUnknownRemedy(string.Join(", ", Keys)));
}
