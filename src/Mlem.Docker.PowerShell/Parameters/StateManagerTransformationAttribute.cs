using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>Takes a state manager as <c>local</c>, as a folder or a URI (MLEM: fsspec), or as an object.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StateManagerTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            "local" => new LocalFileStateManager(),
            string uri => new FsspecStateManager(uri),
            _ => inputData,
        };
}
