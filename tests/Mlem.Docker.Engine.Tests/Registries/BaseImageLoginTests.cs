using Mlem.Docker.Engine.Tests.Deployment;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Registries;

/// <summary>A login is looked up for base images, and missed only where one is needed.</summary>
public sealed class BaseImageLoginTests(EngineFixture engine) : DeploymentTest(engine)
{
    [Fact]
    public async Task A_login_that_cannot_be_looked_up_stops_no_build_whose_base_image_is_there()
    {
        var context = await DockerContext.CreateAsync(
            new DockerContextRequest(Project.Model) { Server = Server.OfType("fastapi"), Args = Project.Args(DeploymentProject.Serve) }, Cancellation);
        await using var images = new ImageOperations(credentials: new RegistryCredentials(new BrokenSource()));
        var built = await images.BuildAsync(context, new DockerImage(Prefix), cancellationToken: Cancellation);
        Assert.NotNull(built.ImageId);
        Assert.True(await images.RemoveAsync(built, cancellationToken: Cancellation));

        var missing = await DockerContext.CreateAsync(
            new DockerContextRequest(Project.Model)
            {
                Server = Server.OfType("fastapi"),
                Args = Project.Args(DeploymentProject.Serve) with { BaseImage = $"localhost:1/{Prefix}:1" },
            },
            Cancellation);
        var failure = await Assert.ThrowsAnyAsync<MlemException>(
            () => images.BuildAsync(missing, new DockerImage(Prefix), cancellationToken: Cancellation));
        // What is in the way is the registry, which was not reached and so asked for no login.
        Assert.Contains($"localhost:1/{Prefix}:1", failure.Message, StringComparison.Ordinal);
    }

    private sealed class BrokenSource : ICredentialSource
    {
        public string Description => "a helper that is not installed";

        public ValueTask<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken = default) =>
            throw new MlemException("CredentialHelperNotFound", MlemErrorCategory.ResourceUnavailable, "It cannot be started.");
    }
}
