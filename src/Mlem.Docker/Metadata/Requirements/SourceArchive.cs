using System.Buffers;
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
    private static string CutShort => Messages.ItIsNotZlibDataOr;

    public static byte[] Unpack(string name, string source64Zip, SourceBudget budget)
    {
        byte[] content = Inflate(name, Decode(name, source64Zip), budget.Left);
        budget.Take(content.Length);
        return content;
    }

    public static IReadOnlyList<KeyValuePair<string, byte[]>> UnpackPackage(string name, string source64Zip, SourceBudget budget)
    {
        try
        {
            return Files(name, source64Zip, budget);
        }
        catch (InvalidOperationException e)
        {
            // Half a surrogate in its JSON is text to the parser, and none to .NET.
            throw Invalid(name, Messages.UnpackedTextIsNotJSON, e);
        }
    }

    private static List<KeyValuePair<string, byte[]>> Files(string name, string source64Zip, SourceBudget budget)
    {
        var files = new List<KeyValuePair<string, byte[]>>();
        using JsonDocument json = Parse(name, Unpack(name, source64Zip, budget));
        foreach (JsonProperty file in json.RootElement.EnumerateObject())
        {
            if (file.Value.ValueKind != JsonValueKind.String)
                throw Invalid(name, Messages.FormatItsFileIsNotText(file.Name));
            budget.Count(file.Name);
            files.Add(new(file.Name, Unpack(name, file.Value.GetString()!, budget)));
        }

        return files;
    }

    private static JsonDocument Parse(string name, byte[] json)
    {
        try
        {
            var document = PeerJson.Parse(json);
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
            return Convert.FromBase64String(IsPlain(base64) ? base64 : string.Concat(base64.Where(IsOfAlphabet)));
        }
        catch (FormatException e)
        {
            throw Invalid(name, Messages.ItIsNotBase64, e);
        }
    }

    private static bool IsPlain(string base64) => base64.All(IsOfAlphabet);

    private static bool IsOfAlphabet(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=';

    private static byte[] Inflate(string name, byte[] zipped, int limit)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(zipped), CompressionMode.Decompress);
            using var result = new MemoryStream();
            Copy(zlib, result, name, limit);

            byte[] content = result.ToArray();
            return IsWhole(zipped, content) ? content : throw Invalid(name, CutShort);
        }
        catch (InvalidDataException e)
        {
            throw Invalid(name, CutShort, e);
        }
    }

    private static void Copy(Stream from, MemoryStream to, string name, int limit)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(81920);
        try
        {
            int read;
            while ((read = from.Read(buffer)) > 0)
            {
                if (to.Length + read > limit)
                    throw TooLarge(name);
                to.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
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
        Messages.FormatRequirementSourceTooLarge(name, SourceBudget.MaxBytes / 1024 / 1024),
        name,
        Messages.RequirementSourceTooLargeRemedy);
}
