using System.IO.Compression;

namespace Mlem.Docker.Registries;

/// <summary>
/// The content of an answer, bounded. We never ask for a compressed one, since the length of a manifest is wanted as it
/// is, but some proxies compress whatever passes, and a digest is over what they were given.
/// </summary>
internal static class AnswerContent
{
    private const int Largest = 4 * 1024 * 1024;

    public static async Task<byte[]> ReadAsync(Uri uri, HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        foreach (var coding in content.Headers.ContentEncoding.Reverse())
            stream = Decode(uri, stream, coding);
        await using (stream.ConfigureAwait(false))
        {
            using var body = new MemoryStream();
            var buffer = new byte[16 * 1024];
            try
            {
                while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
                {
                    if (body.Length + count > Largest)
                        throw RegistryErrors.AnswerInvalid(uri, Messages.FormatItsAnswerIsLargerThanBytes(Largest));
                    body.Write(buffer, 0, count);
                }
            }
            catch (Exception failure) when (failure is InvalidDataException or InvalidOperationException)
            {
                throw RegistryErrors.AnswerInvalid(uri, Messages.FormatItsAnswerIsNotCompressedAs(string.Join(", ", content.Headers.ContentEncoding)));
            }

            return body.ToArray();
        }
    }

    /// <summary>The length that the content has when it is read; null where that is not known before.</summary>
    public static long? Length(HttpContent content) =>
        content.Headers.ContentEncoding.Any(coding => !IsPlain(coding)) ? null : content.Headers.ContentLength;

    private static Stream Decode(Uri uri, Stream stream, string coding) => coding.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(stream, CompressionMode.Decompress),
        "deflate" => new ZLibStream(stream, CompressionMode.Decompress),
        "br" => new BrotliStream(stream, CompressionMode.Decompress),
        _ when IsPlain(coding) => stream,
        _ => throw RegistryErrors.AnswerInvalid(uri, Messages.FormatItsAnswerIsCompressedUnasked(PlainText.Bound(coding))),
    };

    private static bool IsPlain(string coding) => coding.Equals("identity", StringComparison.OrdinalIgnoreCase);
}
