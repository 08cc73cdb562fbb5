using System.Text;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Python.Sources;

/// <summary>The text of a source, as Python decodes it (PEP 263).</summary>
internal static partial class SourceText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text with plain line ends; null for one in an encoding that is not read here.</summary>
    public static string? Decode(byte[] content)
    {
        ReadOnlySpan<byte> bytes = content;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]))
            bytes = bytes[3..];
        if (bytes.IndexOf((byte)0) is >= 0 and var at)
            throw new SourceFaultException(SourceFaultKind.Encoding, 1 + bytes[..at].Count((byte)'\n'), "\\0");
        string head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 1000)]);
        string name = Cookie().Match(head) is { Success: true } match ? match.Groups[1].Value.ToLowerInvariant().Replace('_', '-') : "utf-8";
        string text;
        if (name is "utf-8" or "utf8" or "utf-8-sig" or "ascii" or "us-ascii")
            text = DecodeUtf8(bytes);
        else if (name is "latin-1" or "latin1" or "iso-8859-1" or "iso-latin-1")
            text = Encoding.Latin1.GetString(bytes);
        else
            return null;
        return text.Contains('\r', StringComparison.Ordinal) ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text;
    }

    private static string DecodeUtf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException broken)
        {
            int at = Math.Clamp(broken.Index, 0, bytes.Length);
            throw new SourceFaultException(SourceFaultKind.Encoding, 1 + bytes[..at].Count((byte)'\n'), "utf-8");
        }
    }

    [GeneratedRegex(@"\A(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))?[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Cookie();
}
