using System.Net;
using System.Net.Sockets;

namespace Mlem.Docker.Registries;

/// <summary>
/// Reads references by the grammar of the distribution project (reference/reference.go), by hand instead of by one
/// regular expression, so that a refusal can name the character.
/// </summary>
internal static class ImageReferenceParser
{
    private const int LongestName = 255;
    private static string Domain => Messages.RegistryHost;
    private const string Repository = "repository";

    private static string DomainRule =>
        Messages.HostHasLettersDigitsAndDashes;

    private static string RepositoryRule =>
        Messages.RepositoryHasLowerCaseLettersAnd;

    public static ImageReference? Read(string text, out ImageReferenceFault? fault)
    {
        fault = FindScheme(text) ?? FindLogin(text);
        if (fault is not null)
            return null;

        var length = DomainLength(text);
        var pathStart = length > 0 ? length + 1 : 0;
        var domain = pathStart > 0 ? text[..length] : ImageReference.DockerHubDomain;
        var pathEnd = EndOf(text, pathStart, ':', '@');
        var tagEnd = EndOf(text, pathEnd, '@');

        fault = (pathStart > 0 ? CheckDomain(text, length) : null)
            ?? CheckRepository(text, pathStart, pathEnd)
            ?? (pathEnd < tagEnd ? ImageTag.Check(text, pathEnd + 1, tagEnd) : null)
            ?? (tagEnd < text.Length ? ImageDigest.Check(text, tagEnd + 1) : null);
        if (fault is not null)
            return null;

        var reference = Normalise(
            domain,
            text[pathStart..pathEnd],
            pathEnd < tagEnd ? text[(pathEnd + 1)..tagEnd] : null,
            tagEnd < text.Length ? text[(tagEnd + 1)..] : null);
        fault = CheckName(reference);
        return fault is null ? reference : null;
    }

    public static string Familiarise(ImageReference reference)
    {
        if (reference.Domain != ImageReference.DockerHubDomain)
            return reference.Name;
        var path = reference.Repository;
        if (path.StartsWith(ImageReference.DockerHubLibrary, StringComparison.Ordinal)
            && path.IndexOf('/', ImageReference.DockerHubLibrary.Length) < 0)
            return path[ImageReference.DockerHubLibrary.Length..];

        // Without its domain, docker.io/my.org/x would read as a registry called my.org.
        return DomainLength(path) > 0 ? reference.Name : path;
    }

    /// <summary>Why no image can get this reference, though there may be one that has it; null if one can.</summary>
    public static ImageReferenceFault? CheckNew(ImageReference reference) =>
        reference.Digest is not null ? new("reference", Messages.HasDigest, Messages.ImageGetsTagDigestFollows)
        : reference.FamiliarName == "sha256" ? new("name", Messages.IsSha256, Messages.DockerTakesSuchNameForImage)
        : null;

    private static ImageReference Normalise(string domain, string path, string? tag, string? digest)
    {
        if (domain == "index.docker.io")
            domain = ImageReference.DockerHubDomain;
        if (domain == ImageReference.DockerHubDomain && !path.Contains('/'))
            path = ImageReference.DockerHubLibrary + path;
        return new ImageReference(domain, path, tag, digest);
    }

    // Docker takes what stands before the first slash for a host only if it looks like one. Newer Engines also take a
    // part with upper-case letters for a host; 20.10 refuses it (measured), and so it is refused here.
    private static int DomainLength(string text)
    {
        var slash = text.IndexOf('/');
        if (slash < 0)
            return 0;
        var head = text.AsSpan(0, slash);
        return head.ContainsAny('.', ':') || head is "localhost" ? slash : 0;
    }

    private static ImageReferenceFault? FindScheme(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0 ? null : new("reference", Messages.FormatHasSchemeAtCharacter(scheme + 1),
            Messages.ReferenceHasNoSchemeWriteRegistry);
    }

    // Before anything is looked at character by character: a refusal names the character, and it may be the password's.
    private static ImageReferenceFault? FindLogin(string text) => PlainText.WithoutPassword(text) == text
        ? null
        : new("reference", Messages.HasLoginBeforeHost, Messages.ReferenceHasNoLogin);

    private static ImageReferenceFault? CheckDomain(string text, int end)
    {
        var hostEnd = text[0] == '[' ? text.IndexOf(']', 0, end) + 1 : EndOf(text[..end], 0, ':');
        if (text[0] == '[')
        {
            if (hostEnd == 0 || !IPAddress.TryParse(text.AsSpan(1, hostEnd - 2), out var address)
                || address.AddressFamily != AddressFamily.InterNetworkV6 || text.AsSpan(0, hostEnd).Contains('%'))
                return new(Domain, Messages.IsNoIPv6AddressInBrackets, DomainRule);
        }
        else if (CheckHostName(text, hostEnd) is { } fault)
        {
            return fault;
        }

        if (hostEnd == end)
            return null;
        if (text[hostEnd] != ':')
            return ImageReferenceFault.AtCharacter(Domain, text, hostEnd, DomainRule);
        string PortRule = Messages.PortIsNumberUpTo65535;
        for (var i = hostEnd + 1; i < end; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
                return ImageReferenceFault.AtCharacter(Messages.PortOfRegistryHost, text, i, PortRule);
        }

        return ushort.TryParse(text.AsSpan(hostEnd + 1, end - hostEnd - 1), out _)
            ? null
            : new(Messages.PortOfRegistryHost, end == hostEnd + 1 ? Messages.IsMissing : Messages.IsTooLarge, PortRule);
    }

    private static ImageReferenceFault? CheckHostName(string text, int end)
    {
        for (var i = 0; i <= end; i++)
        {
            var atEdge = i == 0 || i == end || text[i] == '.' || text[i - 1] == '.';
            var isDash = i < end && text[i] == '-';
            var isDot = i == end || text[i] == '.';
            if (isDot && (i == 0 || !char.IsAsciiLetterOrDigit(text[i - 1])))
                return ImageReferenceFault.AtCharacter(Domain, text, i == 0 ? 0 : i - 1, DomainRule);
            if (!isDot && !char.IsAsciiLetterOrDigit(text[i]) && (atEdge || !isDash))
                return ImageReferenceFault.AtCharacter(Domain, text, i, DomainRule);
        }

        return null;
    }

    private static ImageReferenceFault? CheckRepository(string text, int start, int end)
    {
        if (start == end)
            return new(Repository, text.Length == 0 ? Messages.IsEmpty : Messages.FormatIsMissingAtCharacter(start + 1), RepositoryRule);
        for (var i = start; i < end;)
        {
            var partStart = i;
            while (i < end && (char.IsAsciiLetterLower(text[i]) || char.IsAsciiDigit(text[i])))
                i++;
            if (i == partStart)
                return Refuse(i);
            if (i == end)
                return null;
            var next = text[i] == '/' ? i + 1 : i + SeparatorLength(text, i, end);
            if (next == i || next == end)
                return Refuse(next);
            i = next;
        }

        return null;

        ImageReferenceFault Refuse(int index) => index < end && char.IsAsciiLetterUpper(text[index])
            ? new(Repository, Messages.FormatHasUpperCaseLetterAtCharacter(text[index], index + 1), RepositoryRule)
            : ImageReferenceFault.AtCharacter(Repository, text[..end], index, RepositoryRule);
    }

    private static int SeparatorLength(string text, int start, int end)
    {
        var length = 0;
        while (start + length < end && text[start + length] == text[start])
            length++;
        return text[start] switch
        {
            '-' => length,
            '.' => 1,
            '_' => Math.Min(length, 2),
            _ => 0,
        };
    }

    private static ImageReferenceFault? CheckName(ImageReference reference)
    {
        if (reference.Name.Length > LongestName)
            return new("name", Messages.FormatIsCharactersLongAndRepositoryTogether(reference.Name.Length, reference.Domain),
                Messages.FormatDockerAllowsLongestName(LongestName));

        // Docker would take it for an image id.
        return reference.FamiliarName is { Length: 64 } name && name.All(char.IsAsciiHexDigitLower)
            ? new("name", Messages.Is64HexadecimalCharacters, Messages.DockerTakesSuchNameForImage)
            : null;
    }

    private static int EndOf(string text, int start, params ReadOnlySpan<char> ends) =>
        text.AsSpan(start).IndexOfAny(ends) is var index and >= 0 ? start + index : text.Length;
}
