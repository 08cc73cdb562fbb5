using System.Management.Automation;
using System.Reflection;

namespace Mlem.Docker.PowerShell;

/// <summary>What the module's script does on import and would take ten times as long for.</summary>
public static class ModuleExports
{
    /// <summary>
    /// Hands the cmdlets of the inner module on to the one that a session imports. On a second import, PowerShell takes the
    /// inner module from its cache and forgets to do so by itself (PowerShell issue 20710).
    /// </summary>
    /// <param name="module">The module that is being imported.</param>
    /// <param name="inner">The module of the cmdlets' assembly.</param>
    public static void HandOn(PSModuleInfo module, PSModuleInfo inner)
    {
        PlainObjectTypes.Register();
        MethodInfo? export = typeof(PSModuleInfo).GetMethod("AddExportedCmdlet", BindingFlags.Instance | BindingFlags.NonPublic);
        if (export is null)
            return;
        foreach (CmdletInfo cmdlet in inner.ExportedCmdlets.Values)
            export.Invoke(module, [cmdlet]);
    }
}
