using System.Collections;
using System.Management.Automation;
using Mlem.Docker.Building;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>Takes labels as docker does, <c>name=value</c> or <c>name</c> alone, and as a hashtable.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ImageLabelTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var labels = new Dictionary<string, string>();
        object? given = Plain(inputData);
        foreach ((string name, string value) in given is IList items ? items.Cast<object?>().SelectMany(i => Read(Plain(i))) : Read(given))
            labels[name] = value;
        try
        {
            ImageLabels.Check(labels.Keys);
            return labels;
        }
        catch (MlemException failure)
        {
            throw ParameterErrors.From(failure);
        }
    }

    private static IEnumerable<(string Name, string Value)> Read(object? value) => value switch
    {
        IDictionary table => table.Cast<DictionaryEntry>().Select(e => (Text(e.Key), Text(e.Value))),
        null => [],
        _ when Text(value).Split('=', 2) is var parts => [(parts[0], parts.Length == 1 ? string.Empty : parts[1])],
        _ => [],
    };

    private static string Text(object? value) => LanguagePrimitives.ConvertTo<string>(value) ?? string.Empty;

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
