using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>Takes a deployment as its declaration, or as its status.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DeploymentTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Plain(inputData) switch
    {
        DockerContainerStatus { Deployment: { } deployment } => deployment,
        object[] items => items.Select(i => Plain(i) is DockerContainerStatus { Deployment: { } deployment } ? deployment : i).ToArray(),
        _ => inputData,
    };

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
