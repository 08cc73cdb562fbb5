using System.Text;
using System.Text.RegularExpressions;
using Mlem.Docker.Metadata;

namespace Mlem.Docker.Requirements;

/// <summary>The text of a constraints file, decoded as pip decodes it: a byte order mark, a coding comment, else UTF-8.</summary>
internal static partial class ConstraintFileText
{
    private const int MaximumBytes = 4 * 1024 * 1024;

    public static async Task<string> ReadAsync(string path, IReadOnlyList<string> within, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            FileStream stream = RegularFile.OpenRead(path, within);
            await using (stream.ConfigureAwait(false))
            {
                if (stream.Length > MaximumBytes)
                    throw NotText(path, Messages.FormatItIsLargerThanMiB(MaximumBytes / 1024 / 1024));
                bytes = new byte[stream.Length];
                await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MlemException(
                "ConstraintFileUnreadable",
                failure is UnauthorizedAccessException ? MlemErrorCategory.PermissionDenied : MlemErrorCategory.ReadError,
                Messages.FormatConstraintFileUnreadable(path, failure.Message),
                path,
                innerException: failure);
        }
        return Decode(bytes, path);
    }

    private static string Decode(byte[] bytes, string path)
    {
        Encoding strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        (Encoding encoding, int skip) = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (strict, 3),
            [0xFF, 0xFE, 0, 0, ..] => (new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true), 4),
            [0, 0, 0xFE, 0xFF, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true), 4),
            [0xFF, 0xFE, ..] => (new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true), 2),
            [0xFE, 0xFF, ..] => (new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true), 2),
            _ => (Declared(bytes) ?? strict, 0),
        };
        try
        {
            string text = encoding.GetString(bytes, skip, bytes.Length - skip);
            return text.Contains('\0') ? throw NotText(path, Messages.ItContainsNULCharacters) : text;
        }
        catch (ArgumentException)
        {
            throw NotText(path, Messages.FormatItsBytesAreNotValid(encoding.WebName.ToUpperInvariant()));
        }
    }

    // Only the first two lines may declare it, and only as a comment.
    private static Encoding? Declared(byte[] bytes)
    {
        string head = Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, 400));
        foreach (string line in head.Split('\n').Take(2))
        {
            if (line.StartsWith('#') && Coding().Match(line) is { Success: true } match)
                return match.Groups[1].Value.ToLowerInvariant() is "latin-1" or "latin1" or "iso-8859-1" or "l1" ? Encoding.Latin1 : null;
        }
        return null;
    }

    private static MlemException NotText(string path, string why) => new(
        "ConstraintFileNotText",
        MlemErrorCategory.InvalidData,
        Messages.FormatConstraintFileNotText(path, why),
        path,
        Messages.ConstraintFileNotTextRemedy);

    [GeneratedRegex(@"coding[:=]\s*([-\w.]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Coding();
}
