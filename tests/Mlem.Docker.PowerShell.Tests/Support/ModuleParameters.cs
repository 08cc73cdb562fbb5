using System.Management.Automation;
using Mlem.Docker.PowerShell.Pipeline;

namespace Mlem.Docker.PowerShell.Tests.Support;

/// <summary>The module's cmdlets and their own parameters, as its assembly tells them.</summary>
internal static class ModuleParameters
{
    public static IReadOnlyList<Type> Cmdlets { get; } =
        [.. typeof(AsyncCmdlet).Assembly.GetExportedTypes().Where(type => type.IsDefined(typeof(CmdletAttribute), false))];

    public static string NameOf(Type cmdlet)
    {
        var attribute = (CmdletAttribute)cmdlet.GetCustomAttributes(typeof(CmdletAttribute), false).Single();
        return $"{attribute.VerbName}-{attribute.NounName}";
    }

    /// <summary>Every parameter of every cmdlet but switches.</summary>
    public static IReadOnlyList<(string Cmdlet, string Parameter)> All() =>
    [
        .. from cmdlet in Cmdlets
           from property in cmdlet.GetProperties()
           where property.IsDefined(typeof(ParameterAttribute), true) && property.PropertyType != typeof(SwitchParameter)
           orderby cmdlet.Name, property.Name
           select (NameOf(cmdlet), property.Name),
    ];
}
