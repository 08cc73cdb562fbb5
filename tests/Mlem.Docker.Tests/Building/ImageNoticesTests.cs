using Mlem.Docker.Building;

namespace Mlem.Docker.Tests.Building;

public sealed class ImageNoticesTests
{
    [Theory]
    [InlineData("FROM python", "python")]
    [InlineData("FROM python:latest", "python:latest")]
    [InlineData("FROM reg.example:5000/team/base AS one\nFROM one", "reg.example:5000/team/base")]
    [InlineData("FROM python:3.9.13-slim", null)]
    [InlineData("FROM python@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", null)]
    [InlineData("FROM python:latest@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", null)]
    [InlineData("FROM scratch", null)]
    public void A_base_image_whose_tag_is_no_version_is_told_to_move(string dockerfile, string? moving)
    {
        string[] warnings = [.. ImageNotices.MovingBases(dockerfile)];

        if (moving is null)
            Assert.Empty(warnings);
        else
            Assert.StartsWith($"The base image {moving} moves:", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arm64", "amd64", true)]
    [InlineData("amd64", "amd64", false)]
    [InlineData("", "amd64", false)]
    [InlineData("arm64", "", false)]
    public void An_image_for_another_architecture_is_told(string image, string engine, bool told) =>
        Assert.Equal(told, ImageNotices.OtherArchitecture("iris:latest", image, engine)?.Contains($"is for {image}", StringComparison.Ordinal) == true);
}
