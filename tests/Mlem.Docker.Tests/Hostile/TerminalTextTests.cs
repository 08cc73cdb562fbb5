using Mlem.Docker.Registries;

namespace Mlem.Docker.Tests.Hostile;

/// <summary>What is shown to a person never moves his cursor, and no address in it has a password.</summary>
public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain\ttext\nof two lines", "plain\ttext\nof two lines")]
    [InlineData("a\r\nb", "a\nb")]
    [InlineData("\u001b[31mred\u001b[0m", "?[31mred?[0m")]
    [InlineData("\u009b2J\u0007\u0008\u007f\0", "?2J????")]
    [InlineData("\u202egnp.exe", "gnp.exe")]
    [InlineData("a\u2028b", "ab")]
    [InlineData("M\u00fcller \ud83d\udc36", "M\u00fcller \ud83d\udc36")]
    [InlineData("tcp://user:hunter2@host:2375 is silent", "tcp://user:***@host:2375 is silent")]
    [InlineData("https://user:p@ss@host/x", "https://user:***@host/x")]
    [InlineData("git+https://ghp_token@host/x ssh://user@host", "git+https://***@host/x ssh://user@host")]
    [InlineData("https://host:8080/a@b", "https://host:8080/a@b")]
    public void What_a_terminal_would_obey_is_gone(string text, string shown) => Assert.Equal(shown, TerminalText.Clean(text));

    // Every slash was once looked from up to the end.
    [Fact]
    public async Task An_address_of_megabytes_takes_no_time()
    {
        string address = "@" + string.Concat(Enumerable.Repeat("//a:", 1_000_000));
        string shown = await Task.Run(() => PlainText.WithoutPassword(address), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(address, shown);
        Assert.Equal("tcp://u:***@h", PlainText.WithoutPassword("tcp://u:p@q@h"));
        Assert.Equal("h/a:1@sha256:0", PlainText.WithoutPassword("h/a:1@sha256:0"));
    }

    [Fact]
    public void Half_a_surrogate_is_a_sign_of_its_own() => Assert.Equal("half \ufffd", TerminalText.Clean("half " + (char)0xd83d));

    [Fact]
    public void An_error_shows_nothing_that_a_terminal_obeys()
    {
        var error = new MlemException("Id", MlemErrorCategory.InvalidData, "The Engine says \u001b]0;owned\u0007.", null, "Try \u001b[2J.");
        Assert.Equal("The Engine says ?]0;owned?.", error.Message);
        Assert.Equal("Try ?[2J.", error.Recommendation);
    }
}
