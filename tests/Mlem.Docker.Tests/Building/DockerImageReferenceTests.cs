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

    [Theory]
    [InlineData("iris@", null, "iris@")]
    [InlineData("team/iris:1.0@", null, "team/iris:1.0@")]
    [InlineData("localhost:5000/iris@", null, "localhost:5000/iris@")]
    [InlineData("localhost:5000/team/iris:latest@", "localhost:5000", "localhost:5000/team/iris:latest@")]
    [InlineData("iris@", "localhost:5000", "localhost:5000/iris@")]
    public void An_image_named_by_its_digest_is_that_one_and_not_what_a_tag_says(string reference, string? registry, string uri)
    {
        string digest = "sha256:" + new string('a', 64);
        DockerImage image = DockerImage.FromReference(reference + digest, registry is null ? null : new RemoteRegistry(registry));

        Assert.Equal((uri + digest, digest), (image.Uri, image.Digest));
        Assert.Equal(digest, ImageReference.Parse((image with { ImageId = "x" }).Uri).TagOrDigest);
    }

    [Fact]
    public void A_name_of_another_registry_is_refused()
    {
        MlemException error = Assert.Throws<MlemException>(
            () => DockerImage.FromReference("quay.io/iris", new RemoteRegistry("localhost:5000")));
        Assert.Equal("RegistryMismatch", error.ErrorId);
    }
}
