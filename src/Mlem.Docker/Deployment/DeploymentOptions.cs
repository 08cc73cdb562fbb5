using Mlem.Docker.Engine;

namespace Mlem.Docker;

/// <summary>How a deployment is started.</summary>
public sealed record DeploymentOptions
{
    /// <summary>How long the container has to become ready: two minutes by default.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>An image to run as it is; null to build one from the model.</summary>
    public DockerImage? Image { get; init; }

    /// <summary>Makes the request for the context; its model, server and build arguments are set by the deployment.</summary>
    public Func<MlemModel, DockerContextRequest> Context { get; init; } = model => new DockerContextRequest(model);

    /// <summary>Whether the image is pushed to its registry.</summary>
    public bool Push { get; init; } = true;

    /// <summary>Which builder of the Engine does the work.</summary>
    public ImageBuilderKind Builder { get; init; }

    /// <summary>Takes nothing from the Engine's build cache where an image is built (<c>docker build --no-cache</c>).</summary>
    public bool NoCache { get; init; }

    /// <summary>Looks for a newer base image where an image is built (<c>docker build --pull</c>).</summary>
    public bool Pull { get; init; }

    /// <summary>The folder that relative state folders are relative to.</summary>
    public string WorkingFolder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Asks before something is changed, with the plan; null for no question. False leaves all as it is.</summary>
    public Func<DeploymentPlan, bool>? Confirm { get; init; }
}
