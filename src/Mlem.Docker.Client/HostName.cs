namespace Mlem.Docker;

/// <summary>What an address says about its host.</summary>
internal static class HostName
{
    /// <summary>True when the host can be looked up: <see cref="Uri"/> takes some texts that no name can be made of.</summary>
    public static bool IsUsable(Uri address)
    {
        try
        {
            return address.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }
}
