using Mlem.Docker.Building;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Building;

public sealed class ImageNoticesTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("FROM python", "python", "python")]
    [InlineData("FROM python:latest", "python", "python:latest")]
    [InlineData("FROM reg.example:5000/team/base AS one\nFROM one", "reg.example:5000/team/base", "reg.example:5000/team/base")]
    [InlineData("FROM python", null, null)]
    [InlineData("FROM python", "other", null)]
    [InlineData("FROM python:3.9.13-slim", "python", null)]
    [InlineData("FROM python@" + Digest, "python", null)]
    [InlineData("FROM python:latest@" + Digest, "python", null)]
    [InlineData("FROM scratch", "scratch", null)]
    public async Task A_base_image_of_a_registry_whose_tag_is_no_version_is_told_to_move(string dockerfile, string? pulledFrom, string? moving)
    {
        var onEngine = new EngineImage { Id = "sha256:1", RepositoryDigests = pulledFrom is null ? [] : [$"{pulledFrom}@{Digest}"] };

        IReadOnlyList<string> warnings = await ImageNotices.MovingBasesAsync(
            dockerfile,
            (_, _) => Task.FromResult<EngineImage?>(onEngine),
            (name, image, _) => Task.FromResult(image.RepositoryDigests.Any(one => one.StartsWith(name.FamiliarName + "@", StringComparison.Ordinal))),
            TestContext.Current.CancellationToken);

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
