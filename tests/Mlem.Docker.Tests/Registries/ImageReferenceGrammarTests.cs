using System.Text.RegularExpressions;
using CsCheck;

namespace Mlem.Docker.Tests.Registries;

/// <summary>
/// The parser against the grammar as the distribution project documents it (reference/reference.go), here as regular
/// expressions, with docker's rule for what is a host and its refusal of names that could be image ids.
/// </summary>
public sealed partial class ImageReferenceGrammarTests
{
    private static readonly Gen<string> Part = Gen.OneOf(
        Gen.Const("a"), Gen.Const("b1"), Gen.Const("localhost"), Gen.Const("host.x"), Gen.Const("docker.io"), Gen.Const("index.docker.io"), Gen.Const("A"),
        Gen.Const("::1"), Gen.Const("80"), Gen.Const(""), Gen.Const("é"), Gen.Const("sha256"), Gen.Const(new string('0', 64)), Gen.Const(new string('f', 63)),
        Gen.String[Gen.Char["abzAZ019"], 1, 4]);

    private static readonly Gen<string> Joint = Gen.OneOfConst("/", ":", "@", ".", "_", "__", "___", "-", "--", "[", "]", "", " ", "\n");

    [Fact]
    public void What_the_grammar_accepts_is_accepted_cut_at_the_same_places_and_nothing_else_is()
    {
        var accepted = 0;
        Gen.OneOf(
            Gen.String[Gen.Char["aZ0.:/@-_[]é "], 0, 16],
            Gen.Select(Part, Joint).Array[1, 6].Select(parts => string.Concat(parts.Select(part => part.Item1 + part.Item2)).TrimEnd('/')),
            Gen.Select(Gen.Select(Part, Joint).Array[0, 4], Part).Select((parts, last) => string.Concat(parts.Select(part => part.Item1 + part.Item2)) + last))
        .Sample(
            text =>
            {
                var expected = Expected(text);
                Assert.Equal(expected, Actual(text));
                if (expected != "refused")
                    Interlocked.Increment(ref accepted);
            },
            iter: 50_000);

        // Neither side of the comparison is empty.
        Assert.InRange(accepted, 2_000, 48_000);
    }

    private static string Actual(string text) =>
        ImageReference.TryParse(text, out var image) ? $"{image.Domain} {image.Repository} {image.Tag} {image.Digest}" : "refused";

    private static string Expected(string text)
    {
        var slash = text.IndexOf('/');
        var head = slash < 0 ? "" : text[..slash];
        var hosted = slash >= 0 && (head.Contains('.') || head.Contains(':') || head == "localhost");
        var (domain, rest) = hosted ? (head, text[(slash + 1)..]) : ("docker.io", text);
        var match = Name().Match(rest);
        if (!match.Success || !Domain().IsMatch(domain) || Domain().Match(domain).Groups[1] is { Success: true } port && !ushort.TryParse(port.ValueSpan, out _))
            return "refused";

        // Stricter than the grammar, to which [:] is a host as well.
        if (domain[0] == '[' && !System.Net.IPAddress.TryParse(domain[1..domain.IndexOf(']')], out _))
            return "refused";
        if (domain == "index.docker.io")
            domain = "docker.io";
        var path = match.Groups[1].Value;
        if (domain == "docker.io" && !path.Contains('/'))
            path = "library/" + path;
        var familiar = domain == "docker.io" && path.Split('/') is ["library", var single] ? single : path;
        return (domain.Length + 1 + path.Length) > 255 || (domain == "docker.io" && ImageId().IsMatch(familiar))
            ? "refused"
            : $"{domain} {path} {match.Groups[2].Value} {match.Groups[3].Value}";
    }

    // name [":" tag] ["@" digest]; a digest's algorithm must be one that docker has.
    [GeneratedRegex(@"\A([a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}))?\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::([0-9]+))?\z")]
    private static partial Regex Domain();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex ImageId();
}
