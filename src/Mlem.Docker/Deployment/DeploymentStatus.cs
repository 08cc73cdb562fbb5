namespace Mlem.Docker;

/// <summary>How a deployment is (MLEM: <c>DeployStatus</c>), in MLEM's six words.</summary>
public enum DeploymentStatus
{
    /// <summary>It was deployed, and its container is gone (MLEM: <c>unknown</c>).</summary>
    Unknown,

    /// <summary>There is no container, or one that never ran (MLEM: <c>not_deployed</c>).</summary>
    NotDeployed,

    /// <summary>Docker is starting it again (MLEM: <c>starting</c>).</summary>
    Starting,

    /// <summary>It ended, whatever its exit code (MLEM: <c>crashed</c>).</summary>
    Crashed,

    /// <summary>It is paused, or being removed (MLEM: <c>stopped</c>).</summary>
    Stopped,

    /// <summary>Its process runs (MLEM: <c>running</c>).</summary>
    Running,
}

/// <summary>MLEM's words for <see cref="DeploymentStatus"/>, and what each of Docker's states means (D17).</summary>
public static class DeploymentStatuses
{
    /// <summary>What a container's state means, as MLEM's table says; <c>removing</c>, which it lacks, is stopped.</summary>
    /// <param name="containerState">Docker's word: created, running, paused, restarting, removing, exited or dead.</param>
    public static DeploymentStatus FromContainerState(string containerState) => containerState switch
    {
        "created" => DeploymentStatus.NotDeployed,
        "running" => DeploymentStatus.Running,
        "restarting" => DeploymentStatus.Starting,
        "paused" or "removing" => DeploymentStatus.Stopped,
        "exited" or "dead" => DeploymentStatus.Crashed,
        _ => DeploymentStatus.Unknown,
    };

    /// <summary>MLEM's word for a status.</summary>
    /// <param name="status">The status.</param>
    public static string ToMlemName(this DeploymentStatus status) =>
        status == DeploymentStatus.NotDeployed ? "not_deployed" : status.ToString().ToLowerInvariant();
}
