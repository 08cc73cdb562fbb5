using System.Management.Automation;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>Script blocks in the place of MLEM's Python callables; they get the Python version as their argument.</summary>
internal static class ScriptHook
{
    /// <summary>A script block as a <c>prebuild_hook</c>. It must be called on the pipeline thread.</summary>
    public static Func<string, CancellationToken, Task> From(ScriptBlock script) => (version, _) =>
    {
        script.Invoke(version);
        return Task.CompletedTask;
    };

    private static System.Collections.ObjectModel.Collection<PSObject> Invoke(ScriptBlock script, string pythonVersion)
    {
        try
        {
            return script.Invoke(pythonVersion);
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException)
        {
            throw new MlemException(
                "BaseImageInvalid", MlemErrorCategory.InvalidArgument, Messages.FormatBaseImageHookFailed(failure.Message),
                script.ToString(), Messages.BaseImageHookFailedRemedy, failure);
        }
    }

    /// <summary>Build arguments with a base image: a script block waits for the Python version where that is not known yet.</summary>
    public static DockerBuildArgs WithBaseImage(DockerBuildArgs args, object? image)
    {
        object? value = image is PSObject wrapped ? wrapped.BaseObject : image;
        return value switch
        {
            null => args,
            ScriptBlock script when args.PythonVersion is null || PythonRelease.Parse(args.PythonVersion) is { Patch: null } =>
                args with { BaseImage = null, BaseImageHook = (version, _) => Task.FromResult(BaseImage(script, version)) },
            _ => args with { BaseImage = BaseImage(value, args.EffectivePythonVersion), BaseImageHook = null },
        };
    }

    /// <summary>A base image: text as it is, or what a script block makes of the Python version.</summary>
    public static string BaseImage(object value, string pythonVersion)
    {
        object unwrapped = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (unwrapped is not ScriptBlock script)
            return LanguagePrimitives.ConvertTo<string>(value);
        var results = Invoke(script, pythonVersion);
        return results.Count == 1 && LanguagePrimitives.ConvertTo<string>(results[0]) is { Length: > 0 } image
            ? image
            : throw new MlemException(
                "BaseImageInvalid",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatBaseImageInvalid(results.Count, pythonVersion),
                script.ToString(),
                Messages.BaseImageInvalidRemedy);
    }
}
