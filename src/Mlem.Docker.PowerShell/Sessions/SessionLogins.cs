using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Mlem.Docker.PowerShell.Sessions;

/// <summary>
/// The registry logins of each runspace, in memory only: they are not in a variable that a script could print, and
/// they end with the runspace.
/// </summary>
internal static class SessionLogins
{
    private static readonly ConditionalWeakTable<Runspace, RegistryCredentialStore> Stores = [];

    /// <summary>The logins of the runspace that runs on this thread: to be asked on the pipeline thread.</summary>
    public static RegistryCredentialStore Current =>
        Runspace.DefaultRunspace is Runspace runspace ? Stores.GetOrCreateValue(runspace) : new RegistryCredentialStore();
}
