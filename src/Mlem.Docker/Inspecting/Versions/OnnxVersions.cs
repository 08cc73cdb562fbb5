using System.Text;

namespace Mlem.Docker.Inspecting;

/// <summary>
/// Which version of <c>onnx</c> and <c>onnxruntime</c> a model of ONNX needs at least, by the versions of its format and of
/// ONNX's own operators (onnx.proto, ModelProto; ONNX's docs/Versioning.md).
/// </summary>
internal static class OnnxVersions
{
    private const int MostFields = 1000;
    private const int Domain = 1, Version = 2, Ir = 1, Graph = 7, Opsets = 8;

    // onnx, the version of its format, and that of its operators.
    private static readonly (string Onnx, long Ir, long Opset)[] Releases =
    [
        ("1.3", 3, 8), ("1.4", 4, 9), ("1.5", 5, 10), ("1.6", 6, 11), ("1.7", 7, 12), ("1.8", 7, 13), ("1.9", 7, 14), ("1.10", 8, 15),
        ("1.11", 8, 16), ("1.12", 8, 17), ("1.13", 8, 18), ("1.14", 9, 19), ("1.15", 9, 20), ("1.16", 10, 21), ("1.17", 10, 22), ("1.18", 11, 23),
        ("1.19", 12, 24),
    ];

    // onnxruntime, and the version of operators that it knows.
    private static readonly (string Runtime, long Opset)[] Runtimes =
    [
        ("1.0", 10), ("1.1", 11), ("1.3", 12), ("1.6", 13), ("1.8", 14), ("1.10", 15), ("1.11", 16), ("1.12", 17), ("1.14", 18), ("1.15", 19),
        ("1.17", 20), ("1.18", 21),
    ];

    /// <summary>Those of a file; none for one that is not a whole ModelProto.</summary>
    public static IReadOnlyList<FoundVersion> Of(Stream file)
    {
        long ir = 0, opset = 0;
        bool hasGraph = false;
        for (int i = 0; i < MostFields && file.Position < file.Length; i++)
        {
            if (Varint(file) is not { } key)
                return [];
            (long field, long wire) = (key >> 3, key & 7);
            if (wire == 0 && Varint(file) is { } value)
            {
                ir = field == Ir ? value : ir;
                continue;
            }

            if (wire != 2 || Varint(file) is not { } length || length > file.Length - file.Position)
                return [];
            hasGraph |= field == Graph;
            if (field == Opsets && length < 1000)
                opset = Math.Max(opset, OperatorsOf(file, (int)length));
            else
                file.Position += length;
        }

        return hasGraph && ir > 0 && opset > 0 ? [.. Needed(ir, opset)] : [];
    }

    private static IEnumerable<FoundVersion> Needed(long ir, long opset)
    {
        string format = Messages.FormatOnnxFormat(ir, opset);
        if (Array.Find(Releases, r => r.Ir >= ir && r.Opset >= opset) is { Onnx: { } onnx })
            yield return new FoundVersion("onnx", onnx, format, ReadsOlder: true);
        if (Array.Find(Runtimes, r => r.Opset >= opset) is { Runtime: { } runtime })
            yield return new FoundVersion("onnxruntime", runtime, format, ReadsOlder: true);
    }

    // The version of ONNX's own operators; those of other domains count otherwise.
    private static long OperatorsOf(Stream file, int length)
    {
        byte[] message = new byte[length];
        file.ReadExactly(message);
        using var part = new MemoryStream(message);
        string domain = string.Empty;
        long version = 0;
        while (part.Position < part.Length && Varint(part) is { } key)
        {
            if ((key & 7) == 0)
            {
                long value = Varint(part) ?? 0;
                version = key >> 3 == Version ? value : version;
            }
            else if ((key & 7) == 2 && Varint(part) is { } size && size <= part.Length - part.Position)
            {
                domain = key >> 3 == Domain ? Encoding.UTF8.GetString(message, (int)part.Position, (int)size) : domain;
                part.Position += size;
            }
            else
            {
                return 0;
            }
        }

        return domain is "" or "ai.onnx" ? version : 0;
    }

    private static long? Varint(Stream file)
    {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            int next = file.ReadByte();
            if (next < 0)
                return null;
            value |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        return null;
    }
}
