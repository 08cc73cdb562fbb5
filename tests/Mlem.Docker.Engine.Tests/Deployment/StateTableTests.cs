using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>docs/deployment-states.md, row by row: what a start does with what it finds.</summary>
public sealed class StateTableTests(EngineFixture engine) : DeploymentTest(engine)
{
    public static TheoryData<string, string, DeploymentAction> Rows => new()
    {
        { "nothing", "same", DeploymentAction.Created },
        { "nothing", "model", DeploymentAction.Created },
        { "nothing", "declaration", DeploymentAction.Created },
        { "no state", "same", DeploymentAction.Adopted },
        { "no state", "model", DeploymentAction.Replaced },
        { "no state", "declaration", DeploymentAction.Replaced },
        { "no container", "same", DeploymentAction.Created },
        { "no container", "model", DeploymentAction.Created },
        { "no container", "declaration", DeploymentAction.Created },
        { "running", "same", DeploymentAction.Unchanged },
        { "running", "model", DeploymentAction.Replaced },
        { "running", "declaration", DeploymentAction.Replaced },
        { "exited", "same", DeploymentAction.Restarted },
        { "exited", "model", DeploymentAction.Replaced },
        { "exited", "declaration", DeploymentAction.Replaced },
        { "paused", "same", DeploymentAction.Resumed },
        { "paused", "model", DeploymentAction.Replaced },
        { "paused", "declaration", DeploymentAction.Replaced },
        { "removed by hand", "same", DeploymentAction.Recreated },
        { "removed by hand", "model", DeploymentAction.Recreated },
        { "removed by hand", "declaration", DeploymentAction.Recreated },
        { "image removed", "same", DeploymentAction.Unchanged },
        { "image removed", "model", DeploymentAction.Replaced },
        { "image removed", "declaration", DeploymentAction.Replaced },
        { "image and container removed", "same", DeploymentAction.Recreated },
        { "image and container removed", "model", DeploymentAction.Recreated },
        { "image and container removed", "declaration", DeploymentAction.Recreated },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_start_does_what_the_table_says(string found, string change, DeploymentAction expected)
    {
        DockerContainer deployment = Project.Declare(Name);
        string id = (await StartAsync(deployment)).ContainerId!;
        await BringToAsync(found, deployment, id);
        deployment = Change(change, deployment);

        DockerContainerStatus status = await StartAsync(deployment);

        Assert.Equal((expected, DeploymentStatus.Running, Name), (status.Action, status.Status, status.Name));
        Assert.Equal(status.ContainerId, Project.State!.ContainerId);
        Assert.Equal(status.ContainerId, await ContainerIdAsync(Name));
        Assert.Equal(Project.Model.Hash, Project.State!.ModelHash);
        Assert.Equal(DeploymentAction.Unchanged, (await StartAsync(deployment)).Action);
        await EndAsync(deployment);
    }

    [Theory]
    [InlineData("same")]
    [InlineData("model")]
    [InlineData("declaration")]
    public async Task A_container_that_someone_put_in_the_place_is_never_touched(string change)
    {
        DockerContainer deployment = Project.Declare(Name);
        string id = (await StartAsync(deployment)).ContainerId!;
        await Api.DeleteAsync($"containers/{id}?force=1", Cancellation);
        await Api.PostAsync($"containers/create?name={Name}", new System.Text.Json.Nodes.JsonObject
        {
            ["Image"] = "mlem-test/busybox:1.35",
        }, Cancellation);
        string? theirs = await ContainerIdAsync(Name);
        string state = await File.ReadAllTextAsync(Project.StateFile, Cancellation);
        deployment = Change(change, deployment);

        Assert.Equal("ContainerNameInUse", (await Assert.ThrowsAsync<MlemException>(() => StartAsync(deployment))).ErrorId);

        Assert.Equal(theirs, await ContainerIdAsync(Name));
        Assert.Equal(state, await File.ReadAllTextAsync(Project.StateFile, Cancellation));
        await Api.DeleteAsync($"containers/{theirs}?force=1", Cancellation);
        await EndAsync(deployment);
    }

    private DockerContainer Change(string what, DockerContainer deployment)
    {
        if (what == "model")
            Project.ChangeModel();
        return what == "declaration"
            ? Project.Declare(Name, o => o with { Params = new Dictionary<string, string>(o.Params) { ["hostname"] = "h" } })
            : deployment;
    }

    private async Task BringToAsync(string found, DockerContainer deployment, string id)
    {
        switch (found)
        {
            case "nothing":
                await Project.Service.RemoveAsync(deployment, null, Cancellation);
                File.Delete(Project.StateFile);
                break;
            case "no state":
                File.Delete(Project.StateFile);
                break;
            case "no container":
                await Project.Service.RemoveAsync(deployment, null, Cancellation);
                break;
            case "exited":
                await Api.PostAsync($"containers/{id}/kill", null, Cancellation);
                break;
            case "paused":
                await Api.PostAsync($"containers/{id}/pause", null, Cancellation);
                break;
            case "removed by hand":
                await Api.DeleteAsync($"containers/{id}?force=1", Cancellation);
                break;
            case "image removed":
                await Api.DeleteAsync($"images/{Name}-image:latest?force=1", Cancellation);
                break;
            case "image and container removed":
                await Api.DeleteAsync($"containers/{id}?force=1", Cancellation);
                await Api.DeleteAsync($"images/{Name}-image:latest?force=1", Cancellation);
                break;
        }
    }
}
