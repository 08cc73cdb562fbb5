using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Client;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>A build that is to be verified and is cancelled when the Engine has just given it its name for that time.</summary>
public sealed class CancelledVerificationTests(EngineFixture engine) : DeploymentTest(engine)
{
    [Theory]
    [InlineData(ImageBuilderKind.Classic, "Successfully tagged")]
    // Its last step; that the name is given, the BuildKit of Engine 28 no longer says.
    [InlineData(ImageBuilderKind.BuildKit, "exporting to image")]
    public async Task No_image_keeps_the_name_that_it_has_until_the_verdict(ImageBuilderKind builder, string mark)
    {
        var context = await DockerContext.CreateAsync(
            new DockerContextRequest(Project.Model) { Server = Server.OfType("fastapi"), Args = Project.Args(DeploymentProject.Serve) }, Cancellation);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var images = new ImageOperations(
            credentials: RegistryCredentials.None, registryOptions: new RegistryClientOptions { Observer = new CancelOn(mark, cancel) });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => images.BuildAsync(
            context, new DockerImage(Prefix), new ImageBuildOptions { Builder = builder, Verify = new ImageVerifyOptions() }, cancel.Token));

        Assert.True(cancel.IsCancellationRequested, "the build came to no name");
        var left = (JsonArray)await Api.GetAsync("images/json", Cancellation);
        Assert.DoesNotContain(left, image => image!["RepoTags"]?.ToJsonString().Contains(Prefix + ":", StringComparison.Ordinal) == true);
    }
}
