using System.Collections;
using System.Management.Automation;
using Mlem.Docker.PowerShell.Conversion;
using Mlem.Docker.Yaml;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>
/// Takes build arguments as a DockerBuildArgs or as a hashtable with MLEM's snake_case keys. An unknown key is refused,
/// as MLEM's own command line does; in files it is ignored, as there.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BuildArgsTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Keys =
    [
        "base_image", "build_arg", "constraints", "mlem_whl", "package_clean_cmd", "package_install_cmd", "platform",
        "prebuild_hook", "python_version", "run_cmd", "set_env", "templates_dir",
    ];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        if (value is null or DockerBuildArgs)
            return value;
        try
        {
            return OfValues(value);
        }
        catch (MlemException e)
        {
            throw ParameterErrors.Of(e);
        }
    }

    private static DockerBuildArgs OfValues(object value)
    {
        object? hook = null;
        object? image = null;
        if (value is IDictionary given)
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
        return args with
        {
            BaseImage = image is null ? args.BaseImage : ScriptHook.BaseImage(image, args.EffectivePythonVersion),
            PrebuildHook = hook is null ? null : ScriptHook.Of(LanguagePrimitives.ConvertTo<ScriptBlock>(hook)),
        };
    }

    private static object? Take(Hashtable values, string key)
    {
        object? value = values[key];
        values.Remove(key);
        return value is PSObject wrapped ? wrapped.BaseObject : value;
    }

    private static MlemException Unknown(YamlValue key) => new(
        "BuildArgUnknown",
        MlemErrorCategory.InvalidArgument,
        $"'{(key as YamlString)?.Value ?? key.ToString()}' is no build argument.",
        (key as YamlString)?.Value,
        $"The build arguments are: {string.Join(", ", Keys)}.");
}
