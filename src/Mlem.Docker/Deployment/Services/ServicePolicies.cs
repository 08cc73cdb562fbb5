namespace Mlem.Docker;

/// <summary>In which order an update replaces a task.</summary>
public enum ServiceUpdateOrder
{
    /// <summary>The new task serves before the old one ends.</summary>
    StartFirst,

    /// <summary>The old task ends first: needed where both want the same port of a machine.</summary>
    StopFirst,
}

/// <summary>What an update does when a new task fails.</summary>
public enum ServiceFailureAction
{
    /// <summary>The version before comes back.</summary>
    Rollback,

    /// <summary>The update stays where it is.</summary>
    Pause,

    /// <summary>The update goes on.</summary>
    Continue,
}

/// <summary>When a task that has ended is followed by another.</summary>
public enum ServiceRestartCondition
{
    /// <summary>Always.</summary>
    Any,

    /// <summary>When its exit code is not 0.</summary>
    OnFailure,

    /// <summary>Never.</summary>
    None,
}

/// <summary>Where a service's ports are published.</summary>
public enum ServicePortMode
{
    /// <summary>On every machine of the swarm, whichever has a task.</summary>
    Ingress,

    /// <summary>On the machines that have a task, each its own.</summary>
    Host,
}
