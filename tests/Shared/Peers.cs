namespace Mlem.Docker.Tests.Support;

/// <summary>
/// What tests do when a real peer is not there: they are skipped with the reason, or fail where
/// <c>MLEM_DOCKER_TEST_REQUIRE</c> names the peer (CI names them all).
/// </summary>
internal static class Peers
{
    public const string Engine = "engine";

    public const string Registry = "registry";

    /// <summary>A second <c>dockerd</c>, behind TLS, which only root can start.</summary>
    public const string TlsEngine = "tls-engine";

    /// <summary>OpenSSH's server.</summary>
    public const string Ssh = "sshd";

    /// <summary><c>docker-credential-pass</c> with <c>pass</c> and <c>gpg</c>.</summary>
    public const string CredentialHelper = "credential-helper";

    /// <summary>Debian's tinyproxy.</summary>
    public const string Proxy = "proxy";

    /// <summary>Debian's python3-docker.</summary>
    public const string DockerPy = "docker-py";

    /// <summary>Debian's docker-compose, of the release that the Engine is of.</summary>
    public const string Compose = "compose";

    /// <summary>Debian's kubectl.</summary>
    public const string Kubectl = "kubectl";

    /// <summary>Debian's python3-pip.</summary>
    public const string Pip = "pip";

    /// <summary>PowerShell itself and Pester, as <see cref="RealPowerShell"/> finds them.</summary>
    public const string PowerShell = "pwsh";

    public static bool Required(string peer) =>
        (Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_REQUIRE") ?? "")
        .Split(',', StringSplitOptions.TrimEntries)
        .Contains(peer);

    /// <summary>Skips the test, or fails it where the peer is required, unless all its programs are there and we are root.</summary>
    public static void RequirePrograms(string peer, params string[] programs)
    {
        var missing = programs.Where(program => !File.Exists(program)).ToList();
        if (missing.Count > 0)
            Require(peer, $"{string.Join(", ", missing)} is not installed.");
        if (Environment.UserName != "root")
            Require(peer, "only root can start it.");
    }

    public static void Require(string peer, string? missing)
    {
        if (missing is null)
            return;
        if (Required(peer))
            Assert.Fail($"The {peer} is required here and missing: {missing}");
        Assert.Skip($"No {peer}: {missing}");
    }
}
