using System.Text;
using System.Text.Json;
using CsCheck;
using Mlem.Docker.Engine;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Tests.Registries;

namespace Mlem.Docker.Tests.Engine;

public sealed class SmallPartsTests
{
    private const string Digest = "sha256:0123456789012345678901234567890123456789012345678901234567890123";

    [Theory]
    [InlineData(System.Net.Sockets.SocketError.HostUnreachable)]
    [InlineData(System.Net.Sockets.SocketError.TimedOut)]
    [InlineData(System.Net.Sockets.SocketError.NetworkUnreachable)]
    public void A_network_failure_is_not_taken_for_a_missing_ssh(System.Net.Sockets.SocketError code) =>
        Assert.DoesNotContain("ssh", EngineErrors.Reason(new System.Net.Sockets.SocketException((int)code)), StringComparison.Ordinal);

    [Fact]
    public void Random_bytes_are_a_trace_with_nothing_in_it_rather_than_a_crash() =>
        Gen.Byte.Array[0, 200].Sample(bytes => { BuildKitTrace.Decode(bytes); });

    [Fact]
    public void At_most_five_reports_a_second_come_through_and_the_last_always()
    {
        var clock = new ManualClock();
        var heard = new RecordingObserver();
        var observer = new ThrottledObserver(heard, clock);
        for (var at = 0; at < 1000; at++)
        {
            clock.Now += TimeSpan.FromMilliseconds(1);
            observer.Progress(new OperationProgress("a", at.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        Assert.InRange(heard.Everything.Count, 4, 6);
        observer.Progress(new OperationProgress("a", "done", Completed: true));
        Assert.Contains("done", heard.Everything[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Output_lines_lose_colours_overwritten_text_and_all_but_the_last_twenty()
    {
        var tail = new OutputTail();
        Assert.Equal(["red", "100%"], tail.Add("\u001b[91mred\u001b[0m\n10%\r50%\r100%\n"));
        for (var line = 0; line < 30; line++)
            tail.Add($"line {line}\n");
        tail.Add("unfini");
        Assert.Equal(21, tail.Lines.Count);
        Assert.Equal("line 10", tail.Lines[0]);
        Assert.Equal("unfini", tail.Lines[^1]);
    }

    [Theory]
    [InlineData("a", "a", null, null, "a:latest")]
    [InlineData("localhost:5000/a/b", "localhost:5000/a/b", null, null, "localhost:5000/a/b:latest")]
    [InlineData("localhost:5000/a:1", "localhost:5000/a", "1", null, "localhost:5000/a:1")]
    [InlineData($"a:1@{Digest}", "a", "1", Digest, $"a@{Digest}")]
    [InlineData("docker.io/library/a:1", "a", "1", null, "a:1")]
    public void A_reference_is_cut_into_name_tag_and_digest(string reference, string name, string? tag, string? digest, string full)
    {
        var parsed = ImageReference.Parse(reference);
        Assert.Equal((name, tag, digest, full), (parsed.FamiliarName, parsed.Tag, parsed.Digest, parsed.ExactName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/../../containers")]
    [InlineData("a?force=1")]
    [InlineData("a b")]
    [InlineData("a//b")]
    [InlineData("a%2e")]
    public void What_would_change_a_requests_path_is_refused(string reference)
    {
        Assert.Equal("ImageReferenceInvalid", Assert.Throws<EngineException>(() => EnginePath.Image(reference)).ErrorId);
        Assert.Equal("ImageReferenceInvalid", Assert.Throws<MlemException>(() => ImageReference.Parse(reference)).ErrorId);
    }

    [Fact]
    public void A_credential_is_sent_as_moby_reads_it_and_never_shown()
    {
        var credential = RegistryCredential.FromPassword("me", "p+ss/wörd??>>");
        var header = RegistryAuth.Header("registry.example:5000", credential);
        Assert.DoesNotContain('+', header);
        Assert.DoesNotContain('/', header);
        using var json = JsonDocument.Parse(Convert.FromBase64String(header.Replace('-', '+').Replace('_', '/')));
        Assert.Equal("p+ss/wörd??>>", json.RootElement.GetProperty("password").GetString());
        Assert.Equal("registry.example:5000", json.RootElement.GetProperty("serveraddress").GetString());
        Assert.Equal("e30=", RegistryAuth.Header("registry.example", null));
        Assert.DoesNotContain("rd??", credential.ToString(), StringComparison.Ordinal);
        using var config = JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(RegistryAuth.ConfigHeader([new("registry.example:5000", credential)]).Replace('-', '+').Replace('_', '/'))));
        Assert.Equal("me", config.RootElement.GetProperty("registry.example:5000").GetProperty("username").GetString());
    }

    private sealed class ManualClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
