namespace Mlem.Docker;

/// <summary>What a start or stop of a service did; docs/services.md says when it does what.</summary>
public enum ServiceAction
{
    /// <summary>There was none, and now it serves.</summary>
    Created,

    /// <summary>Its tasks were replaced, or its policies changed.</summary>
    Updated,

    /// <summary>Only the number of its replicas changed.</summary>
    Scaled,

    /// <summary>It was as declared, but its tasks had ended for good; they run again.</summary>
    Restarted,

    /// <summary>All is as declared already.</summary>
    Unchanged,

    /// <summary>It was removed.</summary>
    Removed,
}
