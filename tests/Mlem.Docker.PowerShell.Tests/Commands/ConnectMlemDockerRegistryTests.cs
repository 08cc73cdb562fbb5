using System.Management.Automation;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Commands;

public sealed class ConnectMlemDockerRegistryTests : IDisposable
{
    private const string Connect = """
        param($registry, $password)
        $secret = [securestring]::new()
        foreach ($character in $password.ToCharArray()) { $secret.AppendChar($character) }
        $credential = [pscredential]::new('me', $secret)
        $registry | Connect-MlemDockerRegistry -Credential $credential -PassThru
        """;

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_right_login_is_taken_by_host_table_and_object()
    {
        using var registry = new FakeRegistry("me", "open sesame");
        object[] forms =
        [
            registry.Host,
            new System.Collections.Hashtable { ["type"] = "remote", ["host"] = registry.Host },
            new RemoteRegistry(registry.Host),
        ];

        foreach (object form in forms)
        {
            SessionResult result = _session.Invoke(Connect, form, "open sesame");

            Assert.Empty(result.Errors);
            Assert.Empty(result.Warnings);
            Assert.Equal(new RemoteRegistry(registry.Host), Assert.Single(result.Output));
        }
    }

    [Fact]
    public void A_wrong_login_is_one_error_without_the_secret()
    {
        using var registry = new FakeRegistry("me", "open sesame");

        SessionResult result = _session.Invoke(Connect, registry.Host, "wrong-secret");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Empty(result.Output);
        Assert.Equal(ErrorCategory.AuthenticationError, error.CategoryInfo.Category);
        Assert.Contains(registry.Host, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", error.ToString() + error.ErrorDetails + error.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public void A_registry_that_lets_everyone_in_gets_a_warning()
    {
        using var registry = new FakeRegistry();

        SessionResult result = _session.Invoke(Connect, registry.Host, "any");

        Assert.Empty(result.Errors);
        Assert.Contains("lets everyone in", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void One_registry_that_fails_does_not_stop_the_others()
    {
        using var registry = new FakeRegistry("me", "open sesame");

        SessionResult result = _session.Invoke(Connect, new object[] { "local", "not a host", registry.Host }, "open sesame");

        Assert.Equal(
            ["RegistryHostMissing", "RegistryHostInvalid"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Single(result.Output);
    }

    [Theory]
    [InlineData("@{ type = 'quay' }", "quay")]
    [InlineData("@{ type = 'remote'; hots = 'x' }", "hots")]
    [InlineData("@{ type = 'ecr'; region = 'x' }", "account")]
    public void A_table_that_is_no_registry_is_refused_by_name(string table, string named)
    {
        SessionResult result = _session.Invoke($"Connect-MlemDockerRegistry -Registry {table} -IdentityToken ([securestring]::new())");

        Assert.Contains(named, Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_asks_no_registry()
    {
        SessionResult result = _session.Invoke(
            "Connect-MlemDockerRegistry localhost:1 -Credential ([pscredential]::new('me', [securestring]::new())) -WhatIf");

        Assert.Empty(result.Errors);
    }
}
