using System.Text;
using static Mlem.Docker.Python.Yaml.YamlCharacters;

namespace Mlem.Docker.Python.Yaml;

/// <summary>From bytes to a text that a scanner may see: size, encoding, characters.</summary>
internal static class YamlText
{
    public static void CheckSize(string text, string? source, YamlLimits limits)
    {
        // A UTF-16 unit is at most three bytes of UTF-8, so most texts need no counting.
        if (text.Length > limits.MaxBytes / 3) CheckSize(Encoding.UTF8.GetByteCount(text), source, limits);
    }

    public static void CheckSize(long bytes, string? source, YamlLimits limits)
    {
        if (bytes <= limits.MaxBytes) return;
        throw new YamlException(
            YamlProblem.TooLarge,
            Messages.FormatTextIsLongerThanBytes(limits.MaxBytes),
            source,
            new(1, 1));
    }

    public static void CheckCharacters(string text, string? source)
    {
        ReadOnlySpan<char> rest = text;
        while (true)
        {
            int next = rest.IndexOfAnyExceptInRange(' ', '~');
            if (next < 0) return;
            int index = text.Length - rest.Length + next;
            if (!IsAllowed(text, index))
            {
                throw YamlException.Invalid(
                    source, FindMark(text, index), Messages.FormatCharacterUIsNotAllowedIn($"{(int)text[index]:X4}"));
            }

            rest = rest[(next + 1)..];
        }
    }

    public static string Decode(ReadOnlySpan<byte> bytes, string? source)
    {
        Encoding encoding = bytes switch
        {
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true),
            _ => new UTF8Encoding(false, throwOnInvalidBytes: true),
        };
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            int index = Math.Max(e.Index, 0);
            string name = encoding is UTF8Encoding ? "UTF-8" : "UTF-16";
            string before = Encoding.GetEncoding(
                encoding.CodePage, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback)
                .GetString(bytes[..Math.Min(index, bytes.Length)]);
            throw YamlException.Invalid(
                source, FindMark(before, before.Length), Messages.FormatBytesAtOffsetAreNot(index, name));
        }
    }

    public static string ReadAll(Stream stream, string? source, YamlLimits limits)
    {
        using MemoryStream bytes = NewBuffer(stream);
        byte[] chunk = new byte[81920];
        int count;
        while ((count = stream.Read(chunk)) > 0)
        {
            bytes.Write(chunk, 0, count);
            CheckSize(bytes.Length, source, limits);
        }

        return Decode(Content(bytes), source);
    }

    public static async Task<string> ReadAllAsync(
        Stream stream, string? source, YamlLimits limits, CancellationToken cancellationToken)
    {
        using MemoryStream bytes = NewBuffer(stream);
        byte[] chunk = new byte[81920];
        int count;
        while ((count = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            bytes.Write(chunk, 0, count);
            CheckSize(bytes.Length, source, limits);
        }

        return Decode(Content(bytes), source);
    }

    private static MemoryStream NewBuffer(Stream stream) =>
        new(stream.CanSeek ? (int)Math.Clamp(stream.Length - stream.Position, 0, 1 << 20) : 0);

    private static ReadOnlySpan<byte> Content(MemoryStream bytes) => bytes.GetBuffer().AsSpan(0, (int)bytes.Length);

    public static YamlMark FindMark(ReadOnlySpan<char> text, int index)
    {
        int line = 1;
        int lineStart = text is [ByteOrderMark, ..] && index > 0 ? 1 : 0;
        for (int i = 0; i < index; i++)
        {
            if (!IsBreak(text[i]) || (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')) continue;
            line++;
            lineStart = i + 1;
        }

        return new(line, index - lineStart + 1);
    }
}
