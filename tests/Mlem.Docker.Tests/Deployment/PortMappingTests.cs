namespace Mlem.Docker.Tests.Deployment;

public sealed class PortMappingTests
{
    [Theory]
    [InlineData("80", "80")]
    [InlineData("8080:80", "8080:80")]
    [InlineData("8080:80/udp", "8080:80/udp")]
    [InlineData("53:53/UDP", "53:53/udp")]
    [InlineData("192.168.1.100:8080:80", "192.168.1.100:8080:80")]
    [InlineData("127.0.0.1::80", "127.0.0.1::80")]
    [InlineData("[::1]:8080:80", "[::1]:8080:80")]
    [InlineData("[::1]::80/sctp", "[::1]::80/sctp")]
    [InlineData("::80", "80")]
    [InlineData(":80", "80")]
    [InlineData("8000-8002:80-82", "8000:80 8001:81 8002:82")]
    [InlineData("127.0.0.1:8000-8001:80-81/udp", "127.0.0.1:8000:80/udp 127.0.0.1:8001:81/udp")]
    [InlineData("80-82", "80 81 82")]
    [InlineData(" 80 ", "80")]
    public void A_port_is_read_as_docker_reads_it(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', PortMapping.Parse(text)));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("+80")]
    [InlineData("8080:")]
    [InlineData("80/http")]
    [InlineData("1:2:3:4")]
    [InlineData("localhost:8080:80")]
    [InlineData("1.2.3:8080:80")]
    [InlineData("::1:8080:80")]
    [InlineData("[::1:8080:80")]
    [InlineData("[1.2.3.4]:8080:80")]
    [InlineData("[::1]:80")]
    [InlineData("82-80")]
    [InlineData("8000-8002:80-81")]
    [InlineData("1-2-3")]
    public void What_is_no_port_is_named(string text)
    {
        var error = Assert.Throws<MlemException>(() => PortMapping.Parse(text));
        Assert.Equal("PortInvalid", error.ErrorId);
        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_host_port_cannot_be_given_twice() => Assert.Equal(
        "PortInvalid", Assert.Throws<MlemException>(() => RunParameters.Parse(new Dictionary<string, string>(), ["80:80", "79-81:1-3"])).ErrorId);
}
