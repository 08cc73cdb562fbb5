using System.Collections;
using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>Takes run parameters as a hashtable, or as an object with a property for each.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RunParametersTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData) switch
        {
            IDictionary table => new RunParametersInput(table),
            PSObject custom => new RunParametersInput(custom.Properties.ToDictionary(p => (object)p.Name, p => p.Value)),
            null or RunParametersInput => inputData,
            var other => throw ParameterErrors.Kind(Messages.FormatRunParametersNotTable(other.GetType().Name)),
        };
}
