using System.Security.Cryptography;

namespace Mlem.Docker.Context;

/// <summary>The hashes of a file's content, taken while it goes by.</summary>
internal sealed class ContentDigest(bool md5, bool sha256) : IDisposable
{
    private readonly IncrementalHash? _md5 = md5 ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
    private readonly IncrementalHash? _sha256 = sha256 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;

    public string? Md5 => Digits(_md5);

    public string? Sha256 => Digits(_sha256);

    public void Append(ReadOnlySpan<byte> data)
    {
        _md5?.AppendData(data);
        _sha256?.AppendData(data);
    }

    public void Dispose()
    {
        _md5?.Dispose();
        _sha256?.Dispose();
    }

    private static string? Digits(IncrementalHash? hash) => hash is null ? null : Convert.ToHexString(hash.GetCurrentHash()).ToLowerInvariant();
}
