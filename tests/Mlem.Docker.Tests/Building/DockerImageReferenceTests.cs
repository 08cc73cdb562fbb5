namespace Mlem.Docker.Tests.Building;

public sealed class DockerImageReferenceTests
{
    [Theory]
    [InlineData("iris", "iris", null, "latest")]
    [InlineData("iris:1.0", "iris", null, "1.0")]
    [InlineData("team/sub/iris:1.0", "iris", "team/sub", "1.0")]
    [InlineData("localhost:5000/iris", "iris", "localhost:5000", "latest")]
    [InlineData("docker.io/library/iris", "iris", null, "latest")]
    public void A_name_on_the_Engine_keeps_its_host(string reference, string name, string? repository, string tag)
    {
        DockerImage image = DockerImage.FromReference(reference);

        Assert.Equal((name, repository, tag), (image.Name, image.Repository, image.Tag));
        Assert.Equal(ImageReference.Parse(reference).Canonical, ImageReference.Parse(image.Uri).Canonical);
    }

    [Theory]
    [InlineData("team/iris:1.0")]
    [InlineData("localhost:5000/team/iris:1.0")]
    public void A_name_in_a_registry_may_repeat_its_host(string reference)
    {
        DockerImage image = DockerImage.FromReference(reference, new RemoteRegistry("localhost:5000"));

        Assert.Equal("localhost:5000/team/iris:1.0", image.Uri);
        Assert.Equal(("iris", "team"), (image.Name, image.Repository));
    }

    [Fact]
    public void A_name_of_another_registry_is_refused()
    {
        MlemException error = Assert.Throws<MlemException>(
            () => DockerImage.FromReference("quay.io/iris", new RemoteRegistry("localhost:5000")));
        Assert.Equal("RegistryMismatch", error.ErrorId);
    }
}
