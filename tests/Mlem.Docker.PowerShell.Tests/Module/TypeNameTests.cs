using System.Management.Automation;
using System.Reflection;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Module;

/// <summary>The types that people meet, by the names with which a script, a proxy or a mock names them.</summary>
public sealed class TypeNameTests : IDisposable
{
    private readonly Session _session = new();

    public static TheoryData<string> Cmdlets => [.. ModuleParameters.Cmdlets.Select(ModuleParameters.NameOf)];

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Every_type_of_a_parameter_an_output_or_a_property_of_one_has_a_name_in_the_session()
    {
        var met = new HashSet<Type>();
        foreach (Type cmdlet in ModuleParameters.Cmdlets)
        {
            foreach (PropertyInfo parameter in cmdlet.GetProperties().Where(p => p.IsDefined(typeof(ParameterAttribute), true)))
                Meet(parameter.PropertyType, met);
            foreach (PSTypeName output in cmdlet.GetCustomAttributes<OutputTypeAttribute>().SelectMany(o => o.Type))
                Meet(output.Type, met);
        }

        Assert.Contains(typeof(DockerServiceStatus), met);
        string[] nameless = [.. met.Where(type => !Equals(_session.Invoke($"[{type.FullName}]").Output.SingleOrDefault(), type)).Select(type => type.FullName!)];
        Assert.Empty(nameless);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_proxy_of_a_cmdlet_names_no_assembly(string cmdlet)
    {
        string block = (string)_session.Invoke(
            $"[System.Management.Automation.ProxyCommand]::GetParamBlock([System.Management.Automation.CommandMetadata] (Get-Command {cmdlet}))").Output.Single()!;

        Assert.Contains("${", block, StringComparison.Ordinal);
        Assert.DoesNotContain("PublicKeyToken", block, StringComparison.Ordinal);
        Assert.Empty(_session.Invoke($"param($block) [scriptblock]::Create(\"param($block)\")", block).Errors);
    }

    // What can be read from an object is met with it, and what derives from it may be there in its place.
    private static void Meet(Type type, HashSet<Type> met)
    {
        foreach (Type part in type.IsGenericType ? type.GetGenericArguments() : type.IsArray ? [type.GetElementType()!] : Type.EmptyTypes)
            Meet(part, met);
        if (type is { IsGenericType: true } or { IsArray: true } || type.Namespace?.StartsWith("Mlem.Docker", StringComparison.Ordinal) != true || !met.Add(type))
            return;
        foreach (PropertyInfo property in type.GetProperties())
            Meet(property.PropertyType, met);
        foreach (Type derived in type.Assembly.GetExportedTypes().Where(t => t.BaseType == type))
            Meet(derived, met);
    }
}
