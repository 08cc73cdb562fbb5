using System.Collections;
using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>
/// Takes names as texts and numbers only. PowerShell makes text of any object, so that one that was piped to the wrong
/// cmdlet would name an image or a container that nobody meant.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NameTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = Plain(inputData);
        foreach (object? item in value is IList items ? items.Cast<object?>() : [value])
        {
            if (Plain(item) is { } one and not (IConvertible or null))
                throw ParameterErrors.Kind(Messages.FormatNameNotText(one.GetType().Name));
        }

        return inputData;
    }

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
