using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Mlem.Docker.Artifacts;
using Mlem.Docker.Inspecting;
using Mlem.Docker.Python.Pickles;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Hostile;

/// <summary>
/// Pickles of a megabyte that could cost minutes, since each of many short calls names something long. What reading them costs may
/// grow with the file and with nothing else.
/// </summary>
public sealed class PickleCostTests
{
    private static readonly Dictionary<string, Func<byte[]>> Pickles = new()
    {
        ["pickles in one text that is loaded again and again"] = () =>
        [
            .. "\u0080\u0003c_pickle\nloads\nq\0"u8.ToArray().Where(b => b != 0xc2), .. Bytes([0x80, 2, .. Repeat("]0", 30_000), .. "N."u8]), .. "q\u0001"u8,
            .. Repeat("h\0h\u0001\u0085R0", 140_000), .. "N."u8,
        ],
        ["code that is named again and again"] = () =>
        [
            0x80, 3, .. "cdill._dill\n_create_code\nq\u0001(C\u0001a"u8, .. Repeat("K\0", 6), .. Bytes([.. Repeat("\u0005\0", 30_000)]), .. Repeat("K\0", 10), .. "tq\u0002"u8,
            .. Repeat("h\u0001h\u0002R0", 150_000), .. "N."u8,
        ],
        ["a long name that is called again and again"] = () =>
            [0x80, 2, .. "c"u8, .. Repeat("m", 60_000), .. "\n"u8, .. Repeat("n", 60_000), .. "\nq\u0001"u8, .. Repeat("h\u0001)R0", 170_000), .. "N."u8],
        ["classes that have each other as bases"] = () =>
        [
            0x80, 2, .. "cdill._dill\n_create_type\nq\u0001h\u0001(cbuiltins\ntype\nq\u0002U\u0001A)}tRq\0"u8,
            .. Repeat("h\u0001(h\u0002U\u0001A(h\0h\0h\0h\0t}tRq\0", 18), .. Repeat("h\0)\u0081" + "0", 10_000), .. "N."u8,
        ],
        ["very many names"] = () => [0x80, 2, .. Enumerable.Range(0, 80_000).SelectMany(i => Encoding.ASCII.GetBytes($"cm{i}\nn\n0")), .. "N."u8],
        ["a stack that grows"] = () => [0x80, 2, .. Repeat("(", 1_000_000), .. "N."u8],
        ["objects in objects"] = () => [0x80, 2, .. "cm\nf\nq\u0001q\0"u8, .. Repeat("h\u0001h\0\u0085Rq\0", 130_000), .. "."u8],
    };

    [Fact]
    public async Task What_a_pickle_costs_grows_with_its_size_alone()
    {
        var costs = JsonSerializer.Deserialize<Dictionary<string, double>>(await ChildProcess.RunAsync("pickles"))!;
        // Of a plain pickle of that size, on this machine.
        double plain = Math.Max(costs["plain"], 0.02);
        Assert.All(costs, cost => Assert.True(cost.Key == "megabytes" || cost.Value < plain * 120, $"{cost.Key}: {cost.Value} s, a plain one {plain} s"));
        Assert.InRange(costs["megabytes"], 0, 300);
    }

    /// <summary>Reads them all, in the process that this is called in.</summary>
    public static string Measure(string[] arguments)
    {
        var costs = new Dictionary<string, double>();
        Read([0x80, 2, .. Repeat("]0", 1000), .. "N."u8]);
        costs["plain"] = Read([0x80, 2, .. Repeat("]0", 500_000), .. "N."u8]);
        foreach ((string name, Func<byte[]> pickle) in Pickles)
            costs[name] = Read(pickle());
        using var process = Process.GetCurrentProcess();
        costs["megabytes"] = process.PeakWorkingSet64 / 1024.0 / 1024;
        return JsonSerializer.Serialize(costs);
    }

    private static double Read(byte[] pickle)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        var audit = new PickleAudit(new GlobalJudge(new ModuleOrigins()));
        ArtifactReading reading = new ArtifactReader(audit, new PickleLimits(), CancellationToken.None).Read(new MemoryStream(pickle), isPickle: true);
        process.Refresh();
        return reading.Fault is null ? (process.TotalProcessorTime - before).TotalSeconds : throw new InvalidOperationException(reading.Fault);
    }

    // Each character is a byte.
    private static byte[] Repeat(string text, int count) => Encoding.Latin1.GetBytes(new StringBuilder().Insert(0, text, count).ToString());

    private static byte[] Bytes(byte[] content)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        return [(byte)'B', .. length, .. content];
    }
}
