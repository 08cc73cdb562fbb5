using Mlem.Docker.Configuration;

namespace Mlem.Docker.Tests.Configuration;

/// <summary>NO_PROXY as curl reads it.</summary>
public sealed class NoProxyTests
{
    [Theory]
    [InlineData("example.com", "example.com", true)]
    [InlineData("example.com", "www.example.com", true)]
    [InlineData("example.com", "EXAMPLE.com", true)]
    [InlineData("example.com", "notexample.com", false)]
    [InlineData("example.com", "example.com.org", false)]
    [InlineData(".example.com", "example.com", true)]
    [InlineData(".example.com", "a.b.example.com", true)]
    [InlineData(".example.com", "notexample.com", false)]
    [InlineData("*.example.com", "www.example.com", true)]
    [InlineData("example.com.", "example.com", true)]
    [InlineData("example.com", "example.com.", true)]
    [InlineData("a, example.com ,b", "example.com", true)]
    [InlineData("a example.com b", "example.com", true)]
    [InlineData("*", "anything.at.all", true)]
    [InlineData("*", "10.1.2.3", true)]
    [InlineData("a,*", "anything", true)]
    [InlineData("", "example.com", false)]
    [InlineData(null, "example.com", false)]
    [InlineData(",. ,", "example.com", false)]
    [InlineData("10.0.0.0/8", "10.1.2.3", true)]
    [InlineData("10.1.2.3/8", "10.200.2.3", true)]
    [InlineData("10.0.0.0/8", "11.1.2.3", false)]
    [InlineData("192.168.16.0/20", "192.168.31.255", true)]
    [InlineData("192.168.16.0/20", "192.168.32.0", false)]
    [InlineData("0.0.0.0/0", "8.8.8.8", true)]
    [InlineData("10.0.0.0/33", "10.0.0.0", false)]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.31", false)]
    [InlineData("1.2.3", "10.1.2.3", false)]
    [InlineData("fd00::/8", "[fd12::1]", true)]
    [InlineData("[fd00::]/8", "[fd12::1]", true)]
    [InlineData("fd12::1", "[fd12::1]", true)]
    [InlineData("[fd12::1]", "[fd12::1]", true)]
    [InlineData("fd00::/8", "10.0.0.1", false)]
    [InlineData("10.0.0.0/8", "[::ffff:10.0.0.1]", true)]
    public void A_host_is_reached_without_a_proxy(string? list, string host, bool expected) =>
        Assert.Equal(expected, new NoProxyList(list).Contains(host, 443));

    [Theory]
    [InlineData("example.com:5000", 5000, true)]
    [InlineData("example.com:5000", 443, false)]
    [InlineData(".example.com:5000", 5000, true)]
    [InlineData("example.com", 5000, true)]
    public void A_port_is_that_port_alone(string list, int port, bool expected) =>
        Assert.Equal(expected, new NoProxyList(list).Contains("registry.example.com", port));

    [Theory]
    [InlineData("10.0.0.1:5000", "10.0.0.1", 5000, true)]
    [InlineData("10.0.0.1:5000", "10.0.0.1", 443, false)]
    [InlineData("[fd12::1]:5000", "[fd12::1]", 5000, true)]
    [InlineData("[fd12::1]:5000", "[fd12::1]", 443, false)]
    public void An_address_may_have_a_port_too(string list, string host, int port, bool expected) =>
        Assert.Equal(expected, new NoProxyList(list).Contains(host, port));

    [Theory]
    [InlineData("https://example.com/", "http://s/")]
    [InlineData("http://example.com/", "http://p/")]
    [InlineData("https://quay.io/", null)]
    [InlineData("http://localhost:5000/", null)]
    [InlineData("https://127.3.2.1/", null)]
    [InlineData("https://[::1]/", null)]
    public void The_proxy_is_that_of_the_scheme(string asked, string? proxy) =>
        Assert.Equal(proxy, Proxy(("https_proxy", "s"), ("HTTP_PROXY", "http://p"), ("no_proxy", "quay.io")).GetProxy(new Uri(asked))?.AbsoluteUri);

    [Fact]
    public void ALL_PROXY_is_for_what_has_none_of_its_own()
    {
        EnvironmentProxy proxy = Proxy(("ALL_PROXY", "socks5h://s:1080"), ("HTTP_PROXY", "http://p"));
        Assert.Equal("socks5://s:1080/", proxy.GetProxy(new Uri("https://x.io"))?.AbsoluteUri);
        Assert.Equal("http://p/", proxy.GetProxy(new Uri("http://x.io"))?.AbsoluteUri);
    }

    [Fact]
    public void The_login_stands_in_the_proxys_address()
    {
        EnvironmentProxy proxy = Proxy(("HTTPS_PROXY", "http://ann:p%40w@p:3128"));
        var login = proxy.Credentials!.GetCredential(proxy.GetProxy(new Uri("https://x.io"))!, "Basic");
        Assert.Equal(("ann", "p@w"), (login?.UserName, login?.Password));
        Assert.Null(proxy.Credentials.GetCredential(new Uri("http://other:3128"), "Basic"));
    }

    private static EnvironmentProxy Proxy(params (string Name, string? Value)[] variables) =>
        new(variables.ToDictionary(one => one.Name, one => one.Value));
}
