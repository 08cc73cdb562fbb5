using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>Options of a build that no declaration holds: a start with one of them is as good as a declaration with it.</summary>
public sealed class BuildOptionTests(EngineFixture engine) : DeploymentTest(engine)
{
    [Fact]
    public async Task An_option_that_the_running_image_was_not_built_with_replaces_it_and_the_same_option_again_does_not()
    {
        DockerContainer deployment = Project.Declare(Name);
        DockerContainerStatus plain = await StartAsync(deployment);

        DockerContainerStatus bound = await StartAsync(deployment, With("pika<2"));
        Assert.Equal(DeploymentAction.Replaced, bound.Action);
        Assert.NotEqual(plain.ImageId, bound.ImageId);
        Assert.Equal(DeploymentAction.Unchanged, (await StartAsync(deployment, With("pika<2"))).Action);

        DockerContainerStatus other = await StartAsync(deployment, With("pika<1.3"));
        Assert.Equal(DeploymentAction.Replaced, other.Action);
        await EndAsync(deployment);
    }

    [Fact]
    public async Task A_start_without_such_an_option_leaves_the_image_as_it_was_built()
    {
        DockerContainer deployment = Project.Declare(Name);
        DockerContainerStatus bound = await StartAsync(deployment, With("pika<2"));

        DockerContainerStatus again = await StartAsync(deployment);

        Assert.Equal((DeploymentAction.Unchanged, bound.ImageId), (again.Action, again.ImageId));
        await EndAsync(deployment);
    }

    private static DeploymentOptions With(string constraint) => new()
    {
        Context = model => new DockerContextRequest(model) { Constraints = [constraint] },
    };
}
