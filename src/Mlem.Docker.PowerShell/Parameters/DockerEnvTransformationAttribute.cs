using System.Management.Automation;
using Mlem.Docker.PowerShell.Paths;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>Takes a Docker environment as an object or as the path of its file.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DockerEnvTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// Whether a text or object of the pipeline may as well be meant for another parameter, so that what is no environment is
    /// left to that one.
    /// </summary>
    public bool MayBeOther { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        string? path = value switch
        {
            string text => text,
            FileInfo file => file.FullName,
            _ => null,
        };
        if (path is null && PlainObject.From(value) is null)
            return value;
        try
        {
            if (PlainObject.From(value) is { } plain)
                return PlainObjects.Env(plain) ?? value;
            return DockerEnv.Load(ModelPaths.FromName(new PathResolver(engineIntrinsics.SessionState.Path).ResolveLiteral(path!)));
        }
        catch (MlemException failure)
        {
            throw MayBeOther ? ParameterErrors.OfOther(failure) : ParameterErrors.From(failure);
        }
        catch (SessionStateException failure) when (MayBeOther)
        {
            // The tag of an image looks like a drive before it.
            throw ParameterErrors.Kind(failure.Message);
        }
    }
}
