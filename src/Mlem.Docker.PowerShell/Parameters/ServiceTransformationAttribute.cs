using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>Takes a service as its status, as its declaration, or as the status of the same declaration's container.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ServiceTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Plain(inputData) switch
    {
        object[] items => items.Select(i => Target(PlainObject.From(i) is { } plain ? PlainObjects.Read(plain) : Plain(i)) ?? i).ToArray(),
        var one => Target(PlainObject.From(inputData) is { } plain ? PlainObjects.Read(plain) : one) ?? inputData,
    };

    private static object? Target(object? value)
    {
        try
        {
            return value switch
            {
                DockerServiceStatus { ServiceId: not null } status => DockerServiceTarget.Named(status.Name!, status.DaemonHost),
                DockerServiceStatus { Deployment: { } deployment } => DockerServiceTarget.For(deployment),
                DockerServiceStatus { Name: { } name } status => DockerServiceTarget.Named(name, status.DaemonHost),
                DockerContainerStatus { Deployment: { } deployment } => DockerServiceTarget.For(deployment),
                DockerContainer deployment => DockerServiceTarget.For(deployment),
                _ => null,
            };
        }
        catch (MlemException failure)
        {
            throw ParameterErrors.From(failure);
        }
    }

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
