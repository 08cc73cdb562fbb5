using CsCheck;

namespace Mlem.Docker.Tests.Registries;

public sealed class ImageReferenceTests
{
    private const string Hex64 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("busybox", "docker.io/library/busybox:latest", "busybox")]
    [InlineData("busybox:1.36", "docker.io/library/busybox:1.36", "busybox:1.36")]
    [InlineData("library/busybox", "docker.io/library/busybox:latest", "busybox")]
    [InlineData("docker.io/busybox", "docker.io/library/busybox:latest", "busybox")]
    [InlineData("index.docker.io/team/x:v", "docker.io/team/x:v", "team/x:v")]
    [InlineData("team/models/iris", "docker.io/team/models/iris:latest", "team/models/iris")]
    [InlineData("docker.io/my.org/x", "docker.io/my.org/x:latest", "docker.io/my.org/x")]
    [InlineData("docker.io/localhost/x", "docker.io/localhost/x:latest", "docker.io/localhost/x")]
    [InlineData("localhost/x", "localhost/x:latest", "localhost/x")]
    [InlineData("localhost:5000/r/n:t", "localhost:5000/r/n:t", "localhost:5000/r/n:t")]
    [InlineData("Registry.Example.com/x", "Registry.Example.com/x:latest", "Registry.Example.com/x")]
    [InlineData("[::1]:5000/x", "[::1]:5000/x:latest", "[::1]:5000/x")]
    [InlineData("[2001:db8::1]/x/y:2", "[2001:db8::1]/x/y:2", "[2001:db8::1]/x/y:2")]
    [InlineData("10.0.0.1:80/x", "10.0.0.1:80/x:latest", "10.0.0.1:80/x")]
    [InlineData("a--b__c_e/f---g.h", "docker.io/a--b__c_e/f---g.h:latest", "a--b__c_e/f---g.h")]
    [InlineData("name:5000", "docker.io/library/name:5000", "name:5000")]
    [InlineData("x@sha256:" + Hex64, "docker.io/library/x@sha256:" + Hex64, "x@sha256:" + Hex64)]
    [InlineData("h:1/x:t@sha256:" + Hex64, "h:1/x:t@sha256:" + Hex64, "h:1/x:t@sha256:" + Hex64)]
    public void Names_that_Docker_accepts_have_their_whole_and_their_familiar_form(string text, string canonical, string familiar)
    {
        var reference = ImageReference.Parse(text);
        Assert.Equal(canonical, reference.Canonical);
        Assert.Equal(familiar, reference.Familiar);
        Assert.Equal(reference, ImageReference.Parse(familiar));
        Assert.Equal(canonical, ImageReference.Parse(canonical).Canonical);
    }

    [Theory]
    [InlineData("", "repository is empty")]
    [InlineData("Iris", "upper-case letter 'I' at character 1")]
    [InlineData("team/iRis:1", "upper-case letter 'R' at character 7")]
    [InlineData("Team/iris", "upper-case letter 'T' at character 1")]
    [InlineData("my iris", "repository has U+0020 at character 3")]
    [InlineData("iris\n", "repository has U+000A at character 5")]
    [InlineData("írisz", "repository has U+00ED at character 1")]
    [InlineData("a___b", "repository has '_' at character 4")]
    [InlineData("a..b", "repository has '.' at character 3")]
    [InlineData("a_-b", "repository has '-' at character 3")]
    [InlineData("-a", "repository has '-' at character 1")]
    [InlineData("a-", "repository ends too early, after character 2")]
    [InlineData("a/", "repository ends too early, after character 2")]
    [InlineData("a//b", "repository has '/' at character 3")]
    [InlineData("/a", "repository has '/' at character 1")]
    [InlineData("localhost:5000/", "repository is missing at character 16")]
    [InlineData("a:", "tag is empty")]
    [InlineData("n:t:u", "tag has ':' at character 4")]
    [InlineData("a:-1", "tag has '-' at character 3")]
    [InlineData("a:v+1", "tag has '+' at character 4")]
    [InlineData("host:port/a", "port of the registry host has 'p' at character 6")]
    [InlineData("host.x:/a", "port of the registry host is missing")]
    [InlineData("host.x:70000/a", "port of the registry host is too large")]
    [InlineData("h_o:1/a", "registry host has '_' at character 2")]
    [InlineData("ho..st/a", "registry host has '.' at character 3")]
    [InlineData("-host.x/a", "registry host has '-' at character 1")]
    [InlineData("host-.x/a", "registry host has '-' at character 5")]
    [InlineData("host.x-/a", "registry host has '-' at character 7")]
    [InlineData("[::g]:1/a", "registry host is no IPv6 address")]
    [InlineData("[::1/a", "registry host is no IPv6 address")]
    [InlineData("[::1]x:1/a", "registry host has 'x' at character 6")]
    [InlineData("https://host.x/a", "has '://' at character 6")]
    [InlineData("a@", "digest has no algorithm")]
    [InlineData("a@md5:" + Hex64, "digest has no algorithm")]
    [InlineData("a@sha256:abc", "digest has 3 digits instead of 64")]
    [InlineData("a@sha256:ABC", "digest has 'A' at character 10")]
    [InlineData(Hex64, "64 hexadecimal characters")]
    [InlineData("docker.io/library/" + Hex64 + ":x", "64 hexadecimal characters")]
    public void Names_that_Docker_refuses_are_refused_with_the_part_and_the_place(string text, string expected)
    {
        var failure = Assert.Throws<MlemException>(() => ImageReference.Parse(text));
        Assert.Equal("ImageReferenceInvalid", failure.ErrorId);
        Assert.Equal(MlemErrorCategory.InvalidArgument, failure.Category);
        Assert.Contains(expected, failure.Message);
        Assert.False(ImageReference.TryParse(text, out _));
    }

    [Theory]
    [InlineData("me:s3cret@host.x/a")]
    [InlineData("https://me:s3cret@host.x:5000/a:1")]
    [InlineData("me:s3/cr@t@host.x/a")]
    public void A_password_in_the_place_of_a_host_is_not_shown(string text)
    {
        foreach (var failure in (MlemException[])[
            Assert.Throws<MlemException>(() => ImageReference.Parse(text)),
            Assert.Throws<MlemException>(() => new RegistryClient(text).Dispose())])
        {
            Assert.DoesNotContain("s3", failure.Message + failure.Target + failure.Recommendation, StringComparison.Ordinal);
            Assert.Contains("me:***@host.x", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{0}@host.x/a")]
    [InlineData("{0}@host.x:5000/a:1")]
    [InlineData("{0}@host.x")]
    [InlineData("https://{0}@host.x/a")]
    public void Not_one_character_of_a_password_is_shown(string text)
    {
        // Characters that stand nowhere else in what is said; with a blank and such as end or begin parts of a reference.
        foreach (string password in (string[])["Ω", "§7Ω", "7Ω§", "Ω §", "Ω/§", "Ω@§", "Ω:§"])
        {
            string given = string.Format(System.Globalization.CultureInfo.InvariantCulture, text, "me:" + password);
            foreach (var failure in (MlemException[])[
                Assert.Throws<MlemException>(() => ImageReference.Parse(given)),
                Assert.Throws<MlemException>(() => new RegistryClient(given).Dispose())])
            {
                string shown = failure.ToString() + failure.Target + failure.Recommendation;
                Assert.True(shown.IndexOfAny(['Ω', '§']) < 0 && !shown.Contains("U+03A9", StringComparison.Ordinal) && !shown.Contains("U+00A7", StringComparison.Ordinal), shown);
            }
        }
    }

    [Fact]
    public void A_tag_before_a_wrong_digest_is_shown() =>
        Assert.Contains("'a:tag@sha256:1'", Assert.Throws<MlemException>(() => ImageReference.Parse("a:tag@sha256:1")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_whole_name_may_have_255_characters()
    {
        var longest = new string('a', 255 - "docker.io/library/".Length);
        Assert.Equal(255, ImageReference.Parse(longest).Name.Length);
        Assert.Contains("256 characters", Assert.Throws<MlemException>(() => ImageReference.Parse(longest + "a")).Message);
    }

    [Fact]
    public void A_tag_may_have_128_characters()
    {
        var longest = new string('t', 128);
        Assert.Equal(longest, ImageReference.Parse("a:" + longest).Tag);
        Assert.Contains("129 characters", Assert.Throws<MlemException>(() => ImageReference.Parse($"a:{longest}t")).Message);
        Assert.Equal(longest, ImageTag.Validate(longest));
        Assert.Equal("ImageTagInvalid", Assert.Throws<MlemException>(() => ImageTag.Validate(longest + "t")).ErrorId);
        Assert.False(ImageTag.IsValid("a b"));
        Assert.False(ImageTag.IsValid(""));
    }

    [Fact]
    public void A_changed_reference_is_checked_as_well()
    {
        var image = ImageReference.Parse("h.io/x:1");
        Assert.Equal("h.io/x:2", (image with { Tag = "2" }).Familiar);
        Assert.Equal("h.io/x:latest", (image with { Tag = null }).Canonical);
        Assert.Throws<MlemException>(() => image with { Tag = "a b" });
        Assert.Throws<MlemException>(() => image with { Digest = "sha256:1" });
    }

    [Fact]
    public void Any_text_is_either_refused_or_reads_the_same_in_both_forms() =>
        Gen.OneOf(Gen.String[Gen.Char["aZ0.:/@-_[]é 1"], 0, 24], Gen.String).Sample(text =>
        {
            if (!ImageReference.TryParse(text, out var reference))
            {
                Assert.Throws<MlemException>(() => ImageReference.Parse(text));
                return;
            }

            Assert.Equal(reference, ImageReference.Parse(reference.Familiar));
            var canonical = ImageReference.Parse(reference.Canonical);
            Assert.Equal((reference.Domain, reference.Repository), (canonical.Domain, canonical.Repository));
        });
}
