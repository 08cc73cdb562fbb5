namespace Mlem.Docker;

/// <summary>What a start did; docs/deployment-states.md says when it does what.</summary>
public enum DeploymentAction
{
    /// <summary>There was nothing, and now a container runs.</summary>
    Created,

    /// <summary>The container of the state was gone; a new one took its place.</summary>
    Recreated,

    /// <summary>A container with another model or declaration was replaced.</summary>
    Replaced,

    /// <summary>All is as declared already.</summary>
    Unchanged,

    /// <summary>The container had ended and was started again.</summary>
    Restarted,

    /// <summary>The container was paused and runs on.</summary>
    Resumed,

    /// <summary>A container of this deployment that its state did not know was taken over.</summary>
    Adopted,

    /// <summary>The container was stopped and is kept.</summary>
    Stopped,

    /// <summary>The container was removed.</summary>
    Removed,
}
