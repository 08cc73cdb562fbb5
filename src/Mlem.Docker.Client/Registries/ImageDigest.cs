using System.Security.Cryptography;

namespace Mlem.Docker.Registries;

/// <summary>Content digests as registries write them: <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
internal static class ImageDigest
{
    private static string Rule =>
        Messages.DigestIsSha256Sha384OrSha512;

    public static bool IsValid(string? digest) => digest is not null && Check(digest, 0) is null;

    public static string Compute(ReadOnlySpan<byte> content) => "sha256:" + Hex(SHA256.HashData(content));

    public static bool Matches(string digest, ReadOnlySpan<byte> content)
    {
        var hash = digest[..digest.IndexOf(':')] switch
        {
            "sha384" => SHA384.HashData(content),
            "sha512" => SHA512.HashData(content),
            _ => SHA256.HashData(content),
        };
        return digest.AsSpan(digest.IndexOf(':') + 1).SequenceEqual(Hex(hash));
    }

    public static ImageReferenceFault? Check(string text, int start)
    {
        var colon = text.IndexOf(':', start);
        var length = colon < 0 ? 0 : text[start..colon] switch { "sha256" => 64, "sha384" => 96, "sha512" => 128, _ => 0 };
        if (length == 0)
            return new("digest", Messages.HasNoAlgorithmThatDockerKnows, Rule);
        for (var i = colon + 1; i < text.Length; i++)
        {
            if (!char.IsAsciiHexDigitLower(text[i]))
                return ImageReferenceFault.AtCharacter("digest", text, i, Rule);
        }

        return text.Length - colon - 1 == length
            ? null
            : new("digest", Messages.FormatHasDigitsInsteadOf(text.Length - colon - 1, length), Rule);
    }

    private static string Hex(byte[] hash) => Convert.ToHexString(hash).ToLowerInvariant();
}
