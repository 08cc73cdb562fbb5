using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>A test that deploys; its containers and images carry the test's prefix.</summary>
public abstract class DeploymentTest(EngineFixture engine) : EngineTest(engine)
{
    internal DeploymentProject Project { get; } = new();

    internal string Name => Prefix + "-c";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Engine.BaseImages.BusyboxAsync(Cancellation);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Project.Dispose();
        await base.DisposeAsync();
    }

    internal Task<DockerContainerStatus> StartAsync(DockerContainer deployment, DeploymentOptions? options = null) =>
        Project.Service.StartAsync(deployment, Project.Model, options, Cancellation);

    /// <summary>Takes everything away that a deployment left on purpose: the container and the image.</summary>
    internal async Task EndAsync(DockerContainer deployment)
    {
        if (Project.State?.ContainerId is not null)
            await Project.Service.RemoveAsync(deployment, null, Cancellation);
        await Api.DeleteAsync($"images/{Name}-image:latest?force=1", Cancellation);
    }

    internal async Task<string?> ContainerIdAsync(string name) =>
        (string?)(await Api.FindAsync($"containers/{name}/json", Cancellation))?["Id"];
}
