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

    // Once a process: PowerShell's table of names is shared by all runspaces and takes no two writers at a time.
    private static readonly Lazy<bool> Registered = new(Register);

    /// <inheritdoc/>
    public void OnImport() => _ = Registered.Value;

    private static bool Register()
    {
        // PowerShell has no public way to it; a version that lost it would only lose the names.
        var add = typeof(PSObject).Assembly.GetType(Accelerators)?.GetMethod("Add", [typeof(string), typeof(Type)])?
            .CreateDelegate<Action<string, Type>>();
        if (add is null)
            return false;

        foreach (Type type in typeof(MlemException).Assembly.GetExportedTypes())
        {
            if (type is { Namespace: "Mlem.Docker", IsNested: false, IsGenericTypeDefinition: false })
                add(type.FullName!, type);
        }

        return true;
    }
}
