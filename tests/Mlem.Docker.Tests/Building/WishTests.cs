using Docker.DotNet.Models;
using Mlem.Docker.Building;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Building;

/// <summary>What was asked for is compared with what came.</summary>
public sealed class WishTests
{
    [Theory]
    [InlineData("linux/amd64", "linux", "amd64", true)]
    [InlineData("linux/arm64/v8", "linux", "arm64", true)]
    [InlineData("linux/aarch64", "linux", "arm64", true)]
    [InlineData("arm64", "linux", "arm64", true)]
    [InlineData("linux", "linux", "amd64", true)]
    [InlineData("LINUX/X86_64", "linux", "amd64", true)]
    [InlineData("linux/arm64", "", "", true)]
    [InlineData("linux/arm64", "linux", "amd64", false)]
    [InlineData("windows/amd64", "linux", "amd64", false)]
    [InlineData("linux/386", "linux", "amd64", false)]
    public void A_platform_is_the_one_that_was_asked_for_whatever_it_is_called(string wanted, string system, string architecture, bool fits)
    {
        Assert.Equal(fits, ImagePlatform.Fits(wanted, system, architecture));
        var image = new EngineImage { Id = "sha256:1", OperatingSystem = system, Architecture = architecture };
        if (fits)
            ImagePlatform.Ensure(wanted, image, "a:1");
        else
            Assert.Equal("ImagePlatformMismatch", Assert.Throws<MlemException>(() => ImagePlatform.Ensure(wanted, image, "a:1")).ErrorId);
    }

    [Fact]
    public void What_the_Engine_left_out_is_named()
    {
        var wanted = new HostConfig
        {
            DeviceRequests = [new DeviceRequest { Count = -1 }],
            Memory = 1 << 26,
            NanoCPUs = 500_000_000,
            PidsLimit = 50,
            PortBindings = new Dictionary<string, IList<PortBinding>> { ["8080/tcp"] = [new PortBinding { HostPort = "8080" }] },
        };
        Assert.True(IgnoredWishes.Has(wanted));
        Assert.Empty(IgnoredWishes.Find(wanted, wanted));
        // As Podman 5.4 answers for GPUs: nothing said, nothing done.
        Assert.Equal(
            ["The Engine ignored the request for GPUs (DeviceRequests). The container starts without them."],
            IgnoredWishes.Find(wanted, new HostConfig { Memory = 1 << 26, NanoCPUs = 500_000_000, PidsLimit = 50, PortBindings = wanted.PortBindings }));
        // Podman names every runtime "oci", whichever runs.
        var runtime = new HostConfig { Runtime = "nvidia" };
        Assert.True(IgnoredWishes.Has(runtime));
        Assert.Empty(IgnoredWishes.Find(runtime, runtime));
        Assert.Equal(
            ["The Engine ignored the runtime nvidia and starts the container with its own."], IgnoredWishes.Find(runtime, new HostConfig { Runtime = "oci" }));
        Assert.Equal(5, IgnoredWishes.Find(wanted, new HostConfig()).Count());
        Assert.False(IgnoredWishes.Has(new HostConfig()));
        Assert.Empty(IgnoredWishes.Find(null, new HostConfig()));
    }

    [Fact]
    public void Build_checks_of_our_own_lines_are_not_shown_and_those_of_the_users_templates_are()
    {
        const string Own = "FROM python\nCOPY . ./\nCMD sh run.sh";
        const string Users = "FROM python\nENV TOKEN x\nCOPY . ./\nCMD sh run.sh";
        BuildCheck[] checks = [new("LegacyKeyValueFormat: … (line 2)", 2), new("JSONArgsRecommended: … (line 4)", 4), new("Beyond: … (line 9)", 9)];
        Assert.Equal(["LegacyKeyValueFormat: … (line 2)"], BuildChecks.OfTheUsers(checks, Users, Own));
    }
}
