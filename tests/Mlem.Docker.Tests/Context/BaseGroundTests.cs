using Mlem.Docker.Context;

namespace Mlem.Docker.Tests.Context;

/// <summary>Which base images stand on a Debian whose packages are gone (MLEM.md 64).</summary>
public sealed class BaseGroundTests
{
    [Theory]
    [InlineData("python:3.9.13-slim", "bullseye", "python:3.9.17-slim")]
    [InlineData("python:3.9.13", "bullseye", "python:3.9.17")]
    [InlineData("python:3.11.2-slim", "bullseye", "python:3.11.4-slim")]
    [InlineData("docker.io/library/python:3.11.2-slim", "bullseye", "docker.io/library/python:3.11.4-slim")]
    [InlineData("mirror.local:5000/python:3.11.2-slim", "bullseye", "mirror.local:5000/python:3.11.4-slim")]
    [InlineData("python:3.11.9-slim-bullseye", "bullseye", "python:3.11.9-slim")]
    [InlineData("python:3.10.13-buster@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "buster", "python:3.10.13")]
    [InlineData("debian:11-slim", "bullseye", "debian:bookworm-slim")]
    [InlineData("debian:10.3", "buster", "debian:bookworm")]
    [InlineData("team/models:1.0-buster", "buster", null)]
    public void A_dead_Debian_is_known_by_the_tag_and_the_nearest_living_image_is_named(string image, string debian, string? nearest)
    {
        var ground = BaseGround.OfName(image);
        Assert.Equal((true, debian, nearest), (ground.IsDead, ground.Debian, ground.Nearest));
        Assert.Contains(nearest ?? "Debian 12 or newer", ground.Warning, StringComparison.Ordinal);
        Assert.Contains($"({debian})", ground.Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("python:3.11.9-slim")]
    [InlineData("python:3.9.17-slim")]
    [InlineData("python:3.12.1-slim-bookworm")]
    [InlineData("python:3.9.13-alpine")]
    [InlineData("python:3.11-slim")]
    [InlineData("python")]
    [InlineData("debian:12")]
    [InlineData("debian:trixie")]
    [InlineData("ubuntu:20.04")]
    [InlineData("team/bullseye:1.0")]
    [InlineData("${BASE}")]
    [InlineData("")]
    public void Others_are_not_warned_of(string image) => Assert.Null(BaseGround.OfName(image).Warning);

    [Theory]
    [InlineData("PRETTY_NAME=\"Debian GNU/Linux 11 (bullseye)\"\nID=debian\nVERSION_ID=\"11\"\nVERSION_CODENAME=bullseye\n", true)]
    [InlineData("ID=raspbian\nVERSION_ID=\"10\"\n", true)]
    [InlineData("ID=debian\nVERSION_ID=\"12\"\n", false)]
    [InlineData("ID=debian\nPRETTY_NAME=\"Debian GNU/Linux trixie/sid\"\n", false)]
    [InlineData("ID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"11\"\n", false)]
    [InlineData("ID=alpine\nVERSION_ID=3.11.2\n", false)]
    [InlineData("", false)]
    public void An_image_tells_of_itself_where_its_name_does_not(string release, bool dead) =>
        Assert.Equal(dead, BaseGround.OfName("team/base:1.0").WithRelease(release).IsDead);
}
