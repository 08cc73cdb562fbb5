namespace Mlem.Docker.PowerShell.Pipeline;

/// <summary>Work that was cancelled and still cleans up behind itself.</summary>
internal static class AbandonedWork
{
    // An Engine writes the layer that it is at to its end, and removes it only then.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Waits a little for cancelled work. What takes longer goes on in the background, and the process, should it
    /// want to end, waits for that as well.
    /// </summary>
    public static void Settle(Task work, TimeSpan grace)
    {
        if (HasEnded(work, grace))
            return;

        // A foreground thread is what keeps a process alive.
        new Thread(() => HasEnded(work, Limit)) { IsBackground = false, Name = Messages.MlemDockerCleanup }.Start();
    }

    private static bool HasEnded(Task work, TimeSpan patience)
    {
        try
        {
            return work.Wait(patience);
        }
        catch (AggregateException)
        {
            // It was cancelled, or failed while it was being cancelled: the pipeline is stopping either way.
            return true;
        }
    }
}
