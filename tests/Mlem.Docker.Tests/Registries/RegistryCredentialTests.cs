using System.Text.Json;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Tests.Registries;

public sealed class RegistryCredentialTests
{
    [Fact]
    public void No_output_of_a_credential_has_its_secret()
    {
        RegistryCredential[] all =
        [
            RegistryCredential.FromPassword("ann", "S3CRET"),
            RegistryCredential.FromIdentityToken("S3CRET"),
            RegistryCredential.FromRegistryToken("S3CRET"),
        ];
        foreach (var credential in all)
        {
            Assert.DoesNotContain("S3CRET", credential.ToString());
            Assert.DoesNotContain("S3CRET", $"{credential}");
            Assert.DoesNotContain("S3CRET", JsonSerializer.Serialize(credential));
        }

        Assert.Equal("user 'ann'", all[0].ToString());
    }

    [Theory]
    [InlineData("localhost:5999", "LOCALHOST_5999")]
    [InlineData("168.32.25.1:5000", "168_32_25_1_5000")]
    [InlineData("my-reg.example.com", "MY-REG_EXAMPLE_COM")]
    [InlineData("my-reg.example.com", "MY_REG_EXAMPLE_COM")]
    [InlineData("docker.io", "DOCKER_IO")]
    public async Task The_variables_of_MLEM_give_the_credential(string host, string prefix)
    {
        var variables = new Dictionary<string, string> { [prefix + "_USERNAME"] = "ann", [prefix + "_PASSWORD"] = "pw" };
        var found = await new EnvironmentCredentialSource(variables.GetValueOrDefault)
            .FindAsync(host, TestContext.Current.CancellationToken);
        Assert.Equal(("ann", "pw"), (found?.UserName, found?.Password));
        Assert.Contains(prefix + "_PASSWORD", found!.Origin);
    }

    [Theory]
    [InlineData("ann", "")]
    [InlineData("", "pw")]
    public async Task A_variable_without_a_value_is_no_credential(string userName, string password)
    {
        var variables = new Dictionary<string, string> { ["H_1_USERNAME"] = userName, ["H_1_PASSWORD"] = password };
        Assert.Null(await new EnvironmentCredentialSource(variables.GetValueOrDefault)
            .FindAsync("h:1", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("localhost:5000", "localhost:5000")]
    [InlineData("https://Reg.Example.com/v1/", "reg.example.com")]
    [InlineData("http://reg.example.com:80/v2/", "reg.example.com:80")]
    [InlineData("https://index.docker.io/v1/", "docker.io")]
    [InlineData("registry-1.docker.io", "docker.io")]
    [InlineData("[::1]:5000", "[::1]:5000")]
    public void Every_form_of_a_host_is_one_host(string address, string host)
    {
        Assert.Equal(host, RegistryHost.Normalise(address));
    }

    [Fact]
    public async Task A_session_keeps_and_forgets_a_login_for_a_host()
    {
        var store = new RegistryCredentialStore();
        store.Set("https://index.docker.io/v1/", RegistryCredential.FromPassword("ann", "pw"));
        Assert.Equal(["docker.io"], store.Hosts);
        Assert.Equal("pw", (await store.FindAsync("docker.io", TestContext.Current.CancellationToken))?.Password);
        Assert.Null(await store.FindAsync("other.io", TestContext.Current.CancellationToken));
        Assert.True(store.Remove("docker.io"));
        Assert.Null(await store.FindAsync("docker.io", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("localhost:5000", true)]
    [InlineData("127.8.9.1:5000", true)]
    [InlineData("[::1]:5000", true)]
    [InlineData("localhost.example.com", false)]
    [InlineData("128.0.0.1", false)]
    [InlineData("[::2]", false)]
    public void Loopback_is_told_by_the_name_alone(string host, bool expected)
    {
        Assert.Equal(expected, RegistryHost.IsLoopback(host));
    }
}
