using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;

namespace Mlem.Docker.Metadata;

/// <summary>
/// Unpacks MLEM's <c>source64zip</c>. What comes out is bounded, so that a few bytes in a metafile cannot become
/// gigabytes in memory.
/// </summary>
internal static class SourceArchive
{
    /// <summary>More than this is no source code: 64 MiB in one requirement.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private static string CutShort => Messages.ItIsNotZlibDataOr;

    public static byte[] Unpack(string name, string source64Zip) => Inflate(name, Decode(name, source64Zip), MaxBytes);

    public static IReadOnlyList<KeyValuePair<string, byte[]>> UnpackPackage(string name, string source64Zip)
    {
        var files = new List<KeyValuePair<string, byte[]>>();
        int left = MaxBytes;
        using JsonDocument json = Parse(name, Unpack(name, source64Zip));
        foreach (JsonProperty file in json.RootElement.EnumerateObject())
        {
            if (file.Value.ValueKind != JsonValueKind.String)
                throw Invalid(name, Messages.FormatItsFileIsNotText(file.Name));
            byte[] content = Inflate(name, Decode(name, file.Value.GetString()!), left);
            left -= content.Length;
            files.Add(new(file.Name, content));
        }

        return files;
    }

    private static JsonDocument Parse(string name, byte[] json)
    {
        try
        {
            var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw Invalid(name, Messages.UnpackedTextIsNotJSONObject);
        }
        catch (JsonException e)
        {
            throw Invalid(name, Messages.UnpackedTextIsNotJSON, e);
        }
    }

    // Python's decoder passes over every character that is not of the alphabet.
    private static byte[] Decode(string name, string base64)
    {
        try
        {
            return Convert.FromBase64String(string.Concat(base64.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=')));
        }
        catch (FormatException e)
        {
            throw Invalid(name, Messages.ItIsNotBase64, e);
        }
    }

    private static byte[] Inflate(string name, byte[] zipped, int limit)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(zipped), CompressionMode.Decompress);
            using var result = new MemoryStream();
            byte[] buffer = new byte[81920];
            int read;
            while ((read = zlib.Read(buffer)) > 0)
            {
                if (result.Length + read > limit)
                    throw TooLarge(name);
                result.Write(buffer, 0, read);
            }

            byte[] content = result.ToArray();
            return IsWhole(zipped, content) ? content : throw Invalid(name, CutShort);
        }
        catch (InvalidDataException e)
        {
            throw Invalid(name, CutShort, e);
        }
    }

    // .NET takes the end of its input for the end of the data; only the sum of the content, which comes last, tells.
    private static bool IsWhole(byte[] zipped, byte[] content)
    {
        const uint Modulus = 65521;
        uint low = 1, high = 0;
        foreach (byte value in content)
        {
            low = (low + value) % Modulus;
            high = (high + low) % Modulus;
        }

        return zipped.Length >= 6 && BinaryPrimitives.ReadUInt32BigEndian(zipped.AsSpan(zipped.Length - 4)) == ((high << 16) | low);
    }

    private static MlemException Invalid(string name, string reason, Exception? inner = null) => new(
        "RequirementSourceInvalid",
        MlemErrorCategory.InvalidData,
        Messages.FormatRequirementSourceInvalid(name, reason),
        name,
        Messages.RequirementSourceInvalidRemedy,
        inner);

    private static MlemException TooLarge(string name) => new(
        "RequirementSourceTooLarge",
        MlemErrorCategory.LimitsExceeded,
        Messages.FormatRequirementSourceTooLarge(name, MaxBytes / 1024 / 1024),
        name,
        Messages.RequirementSourceTooLargeRemedy);
}
