using Mlem.Docker.Building;

namespace Mlem.Docker.Tests.Building;

public sealed class BaseImagesTests
{
    [Theory]
    [InlineData("FROM python:3.9-slim\nRUN echo FROM x", "python:3.9-slim")]
    [InlineData("  from  python\r\n", "python")]
    [InlineData("FROM a AS build\nFROM --platform=linux/arm64 localhost:5000/b:1 AS run\nFROM build\nFROM BUILD", "a localhost:5000/b:1")]
    [InlineData("FROM a\nFROM docker.io/library/a:latest\nFROM a", "a a:latest")]
    [InlineData("ARG X=a\nFROM $X\nFROM ${X}:1\nFROM scratch\n# FROM c\nCOPY --from=d . .", "")]
    [InlineData("", "")]
    public void Only_images_that_can_be_pulled_by_name_are_found(string dockerfile, string expected) =>
        Assert.Equal(expected, string.Join(' ', BaseImages.FromDockerfile(dockerfile)));
}
