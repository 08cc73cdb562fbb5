namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>
/// What tests do when a real peer is not there: they are skipped with the reason, or fail where
/// <c>MLEM_DOCKER_TEST_REQUIRE</c> names the peer (CI names them all).
/// </summary>
internal static class Peers
{
    public const string Engine = "engine";

    public const string Registry = "registry";

    public static bool Required(string peer) =>
        (Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_REQUIRE") ?? "")
        .Split(',', StringSplitOptions.TrimEntries)
        .Contains(peer);

    public static void Require(string peer, string? missing)
    {
        if (missing is null)
            return;
        if (Required(peer))
            Assert.Fail($"The {peer} is required here and missing: {missing}");
        Assert.Skip($"No {peer}: {missing}");
    }
}
