using System.Formats.Tar;
using System.IO.Compression;
using Mlem.Docker.Artifacts;
using Mlem.Docker.Inspecting;
using Mlem.Docker.Python.Pickles;
using Mlem.Docker.Tests.Inspecting;

namespace Mlem.Docker.Tests.Hostile;

/// <summary>
/// Files of a model with a few bytes that are others: pickles, and what may be around them. Each is read or told to be unreadable, and
/// none takes long.
/// </summary>
public sealed class ArchiveFuzzTests
{
    private static readonly byte[] Pickle = PickleWriter.Protocol(4).StackGlobal("os", "system").Call("id").End();

    // What Python's lzma and bz2 make of such a pickle.
    private static readonly string[] Packed =
    [
        "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAWgARjb3MKc3lzdGVtClgCAAAAaWSFUi4AAAQ0P+dNSoKGAAEvF4EISbEftvN9AQAAAAAEWVo=",
        "XQAAgAD//////////wBAAQgDvDC9NN4vXibQafs16B2HBjiolM3C/aj//+KwgAA=",
        "QlpoOTFBWSZTWWWSZ6gAAArTwFQQAAEQQA4ijCBCACAAIiaAeoNPKFNMjExMR3a55AQEHXoKztivi7kinChIMskz1AA=",
    ];

    private static readonly Dictionary<string, Func<byte[]>> Files = new()
    {
        ["pickles"] = () => [.. Pickle, .. Pickle],
        ["protocol 0"] = () => "(dp0\nS'a'\np1\nI1\nsS'b'\n(lp2\nF1.5\naL9L\nasS'c'\ncos\nsystem\n(S'id'\ntRs."u8.ToArray(),
        ["npy"] = Npy,
        ["zip"] = () => HostileZips.Of(("archive/data.pkl", Pickle), ("archive/x.npy", Npy()), ("readme.txt", "text"u8.ToArray())),
        ["tar"] = Tar,
        ["gzip"] = () => Packing(stream => new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true)),
        ["zlib"] = () => Packing(stream => new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true)),
        ["xz"] = () => Convert.FromBase64String(Packed[0]),
        ["lzma"] = () => Convert.FromBase64String(Packed[1]),
        ["bzip2"] = () => Convert.FromBase64String(Packed[2]),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_of_models(string name)
    {
        byte[] good = Files[name]();
        Assert.True(PickleFiles.IsShown(good), "The undamaged file is not read.");
        var random = new Random(30);
        var limits = new PickleLimits { Time = TimeSpan.FromSeconds(20) };
        for (int i = 0; i < Fuzz.Cases; i++)
        {
            byte[] file = Damaged(good, random);
            try
            {
                var audit = new PickleAudit(new GlobalJudge(new ModuleOrigins()));
                ArtifactReading reading = new ArtifactReader(audit, limits, TestContext.Current.CancellationToken).Read(new MemoryStream(file), isPickle: i % 2 == 0);
                Assert.DoesNotContain(reading.Fault ?? string.Empty, c => char.IsControl(c) && c is not ('\n' or '\t'));
                Assert.DoesNotContain(audit.Findings, f => f.Text.Length > 2000);
            }
            catch (Exception e)
            {
                Assert.Fail($"{e.GetType().Name}: {e.Message}\n{Convert.ToBase64String(file)}\n{e.StackTrace}");
            }
        }
    }

    [Fact]
    public void Files_that_tell_their_version()
    {
        byte[][] good =
        [
            [8, 7, 0x3a, 3, 0x0a, 1, (byte)'x', 0x42, 4, 0x0a, 0, 0x10, 17], "tree\nversion=v4\nnum_class=1\n"u8.ToArray(),
            "{\"learner\":{},\"version\":[2,1,0]}"u8.ToArray(), [.. "{L\0\0\0\0\0\0\0\u0007learner"u8, .. "version[#L\0\0\0\0\0\0\0\u0003i\u0002i\u0001i\0"u8],
            [.. "binf"u8, .. new byte[20], 1, 0, 0, 0, 7, 0, 0, 0], "CBM1....catboost_version_info Branch: heads/release/1.2.5\n"u8.ToArray(),
        ];
        var random = new Random(31);
        for (int i = 0; i < Fuzz.Cases; i++)
        {
            byte[] file = Damaged(good[i % good.Length], random);
            try
            {
                Assert.InRange(FileVersions.Of(new MemoryStream(file)).Count, 0, 2);
            }
            catch (Exception e)
            {
                Assert.Fail($"{e.GetType().Name}: {e.Message}\n{Convert.ToBase64String(file)}\n{e.StackTrace}");
            }
        }
    }

    private static byte[] Damaged(byte[] good, Random random)
    {
        List<byte> file = [.. good];
        for (int n = random.Next(1, 4); n > 0 && file.Count > 1; n--)
        {
            int at = random.Next(file.Count);
            int length = Math.Min(random.Next(1, 9), file.Count - at);
            switch (random.Next(6))
            {
                case 0: file[at] = (byte)random.Next(256); break;
                case 1: file[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: file.RemoveRange(at, length); break;
                case 3: file.InsertRange(at, file.GetRange(random.Next(file.Count - length + 1), length)); break;
                case 4: file.RemoveRange(at, file.Count - at); break;
                // Lengths and offsets.
                default:
                    for (int i = 0; i < Math.Min(4, file.Count - at); i++)
                        file[at + i] = random.Next(2) == 0 ? (byte)0xff : (byte)0;
                    break;
            }
        }

        return [.. file];
    }

    private static byte[] Npy()
    {
        byte[] header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }      \n"u8.ToArray();
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. Pickle];
    }

    private static byte[] Tar()
    {
        using var file = new MemoryStream();
        using (var tar = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (string name in (string[])["sys_info", "pickle", new string('l', 150)])
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Pickle) });
        }

        return file.ToArray();
    }

    private static byte[] Packing(Func<Stream, Stream> pack)
    {
        using var file = new MemoryStream();
        using (Stream packed = pack(file))
            packed.Write(Pickle);
        return file.ToArray();
    }
}
