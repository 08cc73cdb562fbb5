using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace Mlem.Docker.Help.Cmdlets;

/// <summary>Reads the parameters of one cmdlet. Defaults are what the properties of a fresh cmdlet hold.</summary>
internal sealed class ParameterReader(Type cmdlet, XmlDocumentation documents)
{
    private const string WhatIf = "Shows what would happen, and changes nothing.";
    private const string Confirm = "Asks before anything is changed.";

    private readonly object _fresh = Activator.CreateInstance(cmdlet)!;

    public ParameterDescription Read(CommandParameterInfo parameter)
    {
        PropertyInfo? property = cmdlet.GetProperty(parameter.Name);
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return new(
            parameter.Name,
            ShortName(type),
            type.FullName!,
            property is null ? Standard(parameter.Name) : documents.Summary($"P:{Documented(property.DeclaringType!).FullName}.{property.Name}"),
            type == typeof(SwitchParameter),
            parameter.IsMandatory,
            parameter.Position < 0 ? "named" : parameter.Position.ToString(CultureInfo.InvariantCulture),
            PipelineInput(parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName),
            property?.IsDefined(typeof(SupportsWildcardsAttribute)) ?? false,
            [.. parameter.Aliases],
            Values(type),
            property is null ? "False" : Default(property.GetValue(_fresh)));
    }

    /// <summary>One description of what a parameter is in several sets: required where it is in all of them.</summary>
    public static ParameterDescription Merge(IEnumerable<ParameterDescription> sets)
    {
        ParameterDescription[] all = [.. sets];
        bool byValue = all.Any(one => one.PipelineInput.Contains("ByValue", StringComparison.Ordinal));
        bool byName = all.Any(one => one.PipelineInput.Contains("ByPropertyName", StringComparison.Ordinal));
        return all[0] with
        {
            Required = all.All(one => one.Required),
            Position = all.Select(one => one.Position).Min(StringComparer.Ordinal)!,
            PipelineInput = PipelineInput(byValue, byName),
        };
    }

    private static string PipelineInput(bool byValue, bool byName) => (byValue, byName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    // A generic base is documented once for all its types.
    private static Type Documented(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static string Standard(string name) => name switch
    {
        "WhatIf" => WhatIf,
        "Confirm" => Confirm,
        _ => "",
    };

    private static string ShortName(Type type) => type.IsArray
        ? ShortName(type.GetElementType()!) + "[]"
        : Type.GetTypeCode(type) switch
        {
            TypeCode.Object or TypeCode.DateTime or _ when type.IsEnum => type.Name,
            TypeCode.String => "string",
            TypeCode.Int32 => "int",
            TypeCode.Double => "double",
            TypeCode.Boolean => "bool",
            _ => type == typeof(object) ? "Object" : type.Name,
        };

    private static string[] Values(Type type)
    {
        Type element = type.IsArray ? type.GetElementType()! : type;
        return element.IsEnum ? Enum.GetNames(element) : [];
    }

    private static string Default(object? value) => value switch
    {
        null or "" => "None",
        SwitchParameter given => given.IsPresent.ToString(),
        string text => text,
        IDictionary { Count: 0 } => "None",
        IEnumerable items => string.Join(", ", items.Cast<object>()) is { Length: > 0 } joined ? joined : "None",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
