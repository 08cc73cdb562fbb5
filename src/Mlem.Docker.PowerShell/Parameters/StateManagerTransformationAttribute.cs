using System.Collections;
using System.Management.Automation;
using Mlem.Docker.PowerShell.Conversion;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>Takes a state manager as <c>local</c>, as a folder or a URI (MLEM: fsspec), as a hashtable with MLEM's keys, or as an object.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StateManagerTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the state manager itself is made, as a cast asks for, and not what a parameter takes.</summary>
    internal bool IsCast { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Read(inputData) switch
    {
        StateManager manager when !IsCast => new StateManagerInput(manager),
        var other => other,
    };

    private static object? Read(object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            "local" => new LocalFileStateManager(),
            string uri => new FsspecStateManager(uri),
            IDictionary fields => FromFields(fields),
            _ => inputData,
        };

    private static StateManager FromFields(IDictionary fields)
    {
        try
        {
            return StateManager.FromYaml(YamlValueConverter.Convert(fields, "StateManager"), "-StateManager");
        }
        catch (MlemException e)
        {
            throw ParameterErrors.From(e);
        }
    }
}
