using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Inspecting;

/// <summary>
/// The versions that stand in the files of XGBoost (JSON, UBJSON and its old binary format), LightGBM, CatBoost and ONNX. Only
/// the beginning and the end of a file are read: there they stand.
/// </summary>
internal static partial class FileVersions
{
    private const int Part = 256 * 1024;

    /// <summary>Those of a file.</summary>
    public static IReadOnlyList<FoundVersion> Of(Stream file)
    {
        byte[] head = Read(file, 0);
        byte[] tail = file.Length > head.Length ? Read(file, Math.Max(file.Length - Part, head.Length)) : [];
        file.Position = 0;
        return IsOnnx(head) ? OnnxVersions.Of(file) : Of([.. head, .. tail]);
    }

    /// <summary>Those of a file's content, or of its beginning and end.</summary>
    public static IReadOnlyList<FoundVersion> Of(byte[] content)
    {
        ReadOnlySpan<byte> bytes = content;
        FoundVersion? found = null;
        if (bytes.StartsWith("binf"u8))
            found = XgboostBinary(bytes);
        else if (bytes.StartsWith("tree\n"u8) || bytes.StartsWith("tree\r\n"u8))
            found = Lightgbm(bytes);
        else if (bytes.StartsWith("CBM1"u8))
            found = Catboost(bytes);
        else if (bytes.StartsWith("{"u8))
            found = Xgboost(bytes) ?? Catboost(bytes);
        return found is null ? [] : [found];
    }

    private static byte[] Read(Stream file, long at)
    {
        file.Position = at;
        byte[] part = new byte[Math.Min(Part, Math.Max(file.Length - at, 0))];
        return part[..file.ReadAtLeast(part, part.Length, throwOnEndOfStream: false)];
    }

    // The first field of a ModelProto is its ir_version.
    private static bool IsOnnx(byte[] head) => head.Length > 4 && head[0] == 0x08 && head[1] is > 0 and < 32;

    // LearnerModelParamLegacy: base_score, num_feature, num_class, two flags, and then the versions.
    private static FoundVersion? XgboostBinary(ReadOnlySpan<byte> head)
    {
        if (head.Length < 32)
            return null;
        uint major = BinaryPrimitives.ReadUInt32LittleEndian(head[24..]), minor = BinaryPrimitives.ReadUInt32LittleEndian(head[28..]);
        return major is > 0 and < 100 && minor < 1000 ? FromXgboost($"{major}.{minor}") : null;
    }

    private static FoundVersion? Xgboost(ReadOnlySpan<byte> content)
    {
        string text = Encoding.Latin1.GetString(content);
        if (!text.Contains("learner", StringComparison.Ordinal))
            return null;
        if (JsonVersion().Match(text) is { Success: true } json)
            return FromXgboost($"{json.Groups[1].Value}.{json.Groups[2].Value}.{json.Groups[3].Value}");
        // UBJSON: the name, "[#L", the number of elements as eight bytes, and each as "i" and a byte.
        int at = content.LastIndexOf("version[#L\0\0\0\0\0\0\0\u0003i"u8);
        if (at < 0 || content.Length < at + 24 || content[at + 20] != (byte)'i' || content[at + 22] != (byte)'i')
            return null;
        return FromXgboost(string.Create(CultureInfo.InvariantCulture, $"{content[at + 19]}.{content[at + 21]}.{content[at + 23]}"));
    }

    // A newer one reads what an older one wrote.
    private static FoundVersion FromXgboost(string version) => new("xgboost", version, ReadsOlder: true);

    private static FoundVersion? Lightgbm(ReadOnlySpan<byte> head)
    {
        string text = Encoding.Latin1.GetString(head[..Math.Min(head.Length, 1000)]);
        return LightgbmFormat().Match(text) is not { Success: true } match ? null : match.Groups[1].Value switch
        {
            "4" => new FoundVersion("lightgbm", "4.0", "v4", ReadsOlder: true),
            "3" => new FoundVersion("lightgbm", "2.3", "v3", ReadsOlder: true),
            _ => null,
        };
    }

    // What its build calls itself stands in the model: the branch, or the tag, of CatBoost's own repository.
    private static FoundVersion? Catboost(ReadOnlySpan<byte> content)
    {
        string text = Encoding.Latin1.GetString(content);
        int at = text.IndexOf("catboost_version_info", StringComparison.Ordinal);
        return at >= 0 && CatboostBranch().Match(text) is { Success: true } match ? new FoundVersion("catboost", match.Groups[1].Value, ReadsOlder: true) : null;
    }

    [GeneratedRegex(@"""version"":\s*\[\s*([0-9]{1,3}),\s*([0-9]{1,4}),\s*([0-9]{1,4})\s*\]", RegexOptions.CultureInvariant)]
    private static partial Regex JsonVersion();

    [GeneratedRegex(@"\Atree\r?\nversion=v([0-9]+)\r?\n", RegexOptions.CultureInvariant)]
    private static partial Regex LightgbmFormat();

    [GeneratedRegex(@"Branch:[^\r\n]{0,40}?(?:tags|heads|release)[/_]+(?:release[/_]+)?v?([0-9]+\.[0-9]+(?:\.[0-9]+)*)", RegexOptions.CultureInvariant)]
    private static partial Regex CatboostBranch();
}
