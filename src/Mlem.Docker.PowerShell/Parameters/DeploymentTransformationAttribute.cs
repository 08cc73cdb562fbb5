using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>Takes a deployment as its declaration, as its status, or as a plain object with the properties of one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DeploymentTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            return Plain(inputData) is object[] items ? items.Select(One).ToArray() : One(inputData);
        }
        catch (MlemException failure)
        {
            throw ParameterErrors.From(failure);
        }
    }

    private static object? One(object? value) => Plain(value) switch
    {
        DockerContainerStatus { Deployment: { } deployment } => deployment,
        DockerContainerState state => state.Declaration,
        _ when PlainObject.From(value) is { } plain => PlainObjects.Deployment(plain) ?? value,
        _ => value,
    };

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
