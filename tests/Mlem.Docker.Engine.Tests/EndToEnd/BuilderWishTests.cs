using Mlem.Docker.Engine.Tests.Deployment;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.EndToEnd;

/// <summary>Podman takes the wish for BuildKit without a word, and builds with its own builder.</summary>
[Proves("Build with the builder that is asked for, or say that it is not there", Engines.All)]
public sealed class BuilderWishTests(EngineFixture engine) : DeploymentTest(engine)
{
    [Theory]
    [InlineData(ImageBuilderKind.Classic)]
    [InlineData(ImageBuilderKind.BuildKit)]
    public async Task An_image_is_built_and_a_builder_that_is_not_there_is_told(ImageBuilderKind builder)
    {
        await using DockerEngine client = await DockerEngine.ConnectAsync(DockerEndpointResolver.Resolve(), Cancellation);
        var observer = new WarningObserver();
        await using var images = new ImageOperations(registryOptions: new RegistryClientOptions { Observer = observer });
        var request = new DockerContextRequest(Project.Model) { Args = Project.Args(DeploymentProject.Serve), NoDefaultConstraint = true };
        DockerContext context = await DockerContext.CreateAsync(request, Cancellation);

        DockerImage built = await images.BuildAsync(
            context, new DockerImage(Name + "-image"), new ImageBuildOptions { Builder = builder, NoCache = true }, Cancellation);

        Assert.Equal(built.ImageId, (await client.Images.FindImageAsync($"{Name}-image:latest", Cancellation))?.Id);
        bool missing = builder == ImageBuilderKind.BuildKit && await Api.IsPodmanAsync(Cancellation);
        Assert.Equal(missing, observer.Warnings.Any(one => one.Contains("has no BuildKit", StringComparison.Ordinal)));
        await Api.DeleteAsync($"images/{Name}-image:latest?force=1", Cancellation);
    }
}
