using System.Collections;
using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>
/// Takes objects of another process, or stand-ins, as the objects of ours that they stand for; so cmdlets can be
/// mocked, and objects go through Export-Clixml, jobs and remoting. What other cmdlets emit is taken by what it has of
/// the kind that is wanted. Everything else is passed on as it is.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PlainObjectTransformationAttribute(Type target) : ArgumentTransformationAttribute
{
    /// <summary>The type of ours that the parameter takes.</summary>
    public Type Target { get; } = target;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        try
        {
            if (value is not IList items || value is byte[])
                return One(inputData);
            return items.Cast<object?>().Select(One).ToArray();
        }
        catch (MlemException failure)
        {
            throw ParameterErrors.From(failure);
        }
    }

    private object? One(object? item) => PlainObject.From(item) is { } plain
        ? Read(plain) ?? item
        : (item is PSObject wrapped ? wrapped.BaseObject : item) switch
        {
            DockerContainerStatus { Image: { } name } status when Target == typeof(DockerImage) =>
                DockerImage.FromReference(name) with { ImageId = status.ImageId, DaemonHost = status.DaemonHost },
            DockerContainer { Image: { } image } when Target == typeof(DockerImage) => image,
            DockerContainer declared when Target == typeof(DockerContainerStatus) =>
                new DockerContainerStatus { Name = declared.ContainerName, Path = declared.Path, Deployment = declared },
            _ => item,
        };

    private object? Read(PlainObject plain) => Target switch
    {
        _ when Target == typeof(MlemModel) => PlainObjects.Model(plain),
        _ when Target == typeof(DockerImage) => PlainObjects.Image(plain),
        _ when Target == typeof(DockerDir) => PlainObjects.Dir(plain),
        _ when Target == typeof(DockerContainerStatus) => PlainObjects.Status(plain),
        _ => PlainObjects.Read(plain),
    };
}
