using System.Management.Automation;

namespace Mlem.Docker.PowerShell;

/// <summary>
/// Makes the types that people meet known to the session by their full names, such as
/// <c>[Mlem.Docker.DockerImage]</c>: PowerShell does not look into other assembly load contexts by itself. The names
/// belong to the process and not to a runspace, so they stay when the module is removed from one.
/// </summary>
public sealed class ModuleTypes : IModuleAssemblyInitializer
{
    private const string Accelerators = "System.Management.Automation.TypeAccelerators";

    /// <inheritdoc/>
    public void OnImport()
    {
        // PowerShell has no public way to it; a version that lost it would only lose the names.
        Type? table = typeof(PSObject).Assembly.GetType(Accelerators);
        var add = table?.GetMethod("Add", [typeof(string), typeof(Type)])?.CreateDelegate<Action<string, Type>>();
        if (table is null || add is null)
            return;

        // The table is shared by all runspaces and takes no two writers; the lock must be shared by all copies of this module.
        lock (table)
        {
            foreach (Type type in new[] { typeof(MlemModel), typeof(MlemException) }.SelectMany(one => one.Assembly.GetExportedTypes()))
            {
                if (type is { Namespace: "Mlem.Docker", IsNested: false, IsGenericTypeDefinition: false })
                    add(type.FullName!, type);
            }
        }
    }
}
