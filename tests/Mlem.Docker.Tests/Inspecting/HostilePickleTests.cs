using System.IO.Compression;
using Mlem.Docker.Inspecting;

namespace Mlem.Docker.Tests.Inspecting;

/// <summary>Whatever a hostile pickle does, it is shown: as dangerous, or as unreadable.</summary>
public sealed class HostilePickleTests
{
    private static readonly byte[] Payload = PickleWriter.Protocol(4).StackGlobal("os", "system").Call("id").End();

    [Fact]
    public void Every_gadget_is_shown_in_every_way_of_writing_it()
    {
        int count = 0;
        var missed = new List<string>();
        foreach (string gadget in HostileGadgets.Names)
        {
            string[] parts = gadget.Split(' ');
            foreach ((string way, byte[] pickle) in HostileGadgets.Ways(parts[0], parts[1]))
            {
                // An object of NumPy's class is harmless: its __init__ did not run.
                if (way == "NEWOBJ" && gadget == "numpy vectorize")
                    continue;
                if (!PickleFiles.IsShown(pickle))
                    missed.Add($"{gadget}, {way}");
                count++;
            }
        }

        Assert.True(missed.Count == 0, string.Join("; ", missed));
        Assert.True(count > 1500, $"{count}");
    }

    [Fact]
    public void What_is_called_is_told_with_its_arguments()
    {
        (_, PickleAudit audit) = PickleFiles.Read(Payload);
        Assert.Contains(audit.Findings, f => f is { What: "os.system('id')", Danger: GlobalDanger.Commands });
    }

    [Fact]
    public void Every_trick_is_shown() =>
        Assert.All(Tricks(), trick => Assert.True(PickleFiles.IsShown(trick.Pickle), trick.What));

    [Fact]
    public void Every_piece_of_a_hostile_pickle_ends_without_another_exception()
    {
        byte[][] whole = [Payload, .. Tricks().Select(t => t.Pickle).Where(p => p.Length < 200)];
        foreach (byte[] pickle in whole)
        {
            for (int length = 0; length < pickle.Length; length++)
                PickleFiles.Read(pickle[..length]);
            for (int i = 0; i < pickle.Length; i++)
            {
                byte[] damaged = [.. pickle];
                damaged[i] ^= 0xff;
                PickleFiles.Read(damaged);
            }
        }
    }

    public static IEnumerable<(string What, byte[] Pickle)> Tricks()
    {
        yield return ("a pickle in bytes", PickleWriter.Protocol(4).StackGlobal("pickle", "loads").Bytes(Payload).Op(0x85).Op("R").End());
        yield return ("a pickle in bytes that nothing reads here", PickleWriter.Protocol(4).Bytes(Payload).End());
        yield return ("a pickle in a pickle in a pickle", PickleWriter.Protocol(4).Bytes(PickleWriter.Protocol(4).Bytes(Payload).End()).Op(0x85).End());
        yield return ("a pickle as text", PickleWriter.Protocol(2).Text("cos\nsystem\n(S'id'\ntR.").End());
        yield return ("a second pickle after the first", [.. PickleWriter.Protocol(4).Op("N").End(), .. Payload]);
        yield return ("getattr on a module", PickleWriter.Protocol(4).StackGlobal("builtins", "getattr").StackGlobal("sklearn", "os").Text("system").Op(0x86).Op("R").Call("id").End());
        yield return ("getattr over three steps", PickleWriter.Protocol(4).StackGlobal("builtins", "getattr").StackGlobal("builtins", "getattr")
            .StackGlobal("numpy", "dtype").Text("__class__").Op(0x86).Op("R").Text("__subclasses__").Op(0x86).Op("R").Op(")R").End());
        yield return ("the result of a call is called", PickleWriter.Protocol(4).StackGlobal("functools", "partial").StackGlobal("builtins", "len").Op(0x85).Op("R").Call("id").End());
        yield return ("partial around system", PickleWriter.Protocol(4).StackGlobal("functools", "partial").StackGlobal("os", "system").Text("id").Op(0x86).Op("R").End());
        yield return ("defaultdict with system", PickleWriter.Protocol(4).StackGlobal("collections", "defaultdict").StackGlobal("os", "system").Op(0x85).Op("R").End());
        yield return ("ufunc's way to system", PickleWriter.Protocol(4).StackGlobal("numpy.core", "_ufunc_reconstruct").Text("os").Text("system").Op(0x86).Op("R").Call("id").End());
        yield return ("dill's way to system", PickleWriter.Protocol(4).StackGlobal("dill._dill", "_get_attr").StackGlobal("dill._dill", "_import_module").Call("os").Text("system").Op(0x86).Op("R").Call("id").End());
        yield return ("dill's way with a hidden name", PickleWriter.Protocol(4).StackGlobal("dill._dill", "_get_attr").StackGlobal("dill._dill", "_import_module").Call("os").Op("N").Op(0x86).Op("R").Call("id").End());
        yield return ("cloudpickle's subimport", PickleWriter.Protocol(4).StackGlobal("cloudpickle.cloudpickle", "subimport").Call("subprocess").End());
        yield return ("an imported module with code", PickleWriter.Protocol(4).StackGlobal("dill._dill", "_import_module").Call("antigravity").End());
        yield return ("a function of the file is called", Function(0x52));
        yield return ("a class of the file with __setstate__", OwnClass("__setstate__"));
        yield return ("a class of the file with __new__", OwnClass("__new__"));
        yield return ("a class of the file with __del__", OwnClass("__del__"));
        yield return ("a function that uses system", PickleWriter.Protocol(4).StackGlobal("dill._dill", "_create_code").Op("(").Bytes([1]).Op("K\u0001K\0K\0K\u0001K\u0001K\u0003").Bytes([0x97, 0])
            .Op(")").Text("os").Text("system").Op(0x86).Op("tR").End());
        yield return ("names by extension registry", PickleWriter.Protocol(2).Op(0x82, 7).Op(")R").End());
        yield return ("names by a wide extension", PickleWriter.Protocol(2).Op(0x84, 1, 0, 0, 0).End());
        yield return ("a class is changed", PickleWriter.Protocol(4).StackGlobal("sklearn.linear_model", "LogisticRegression").Op("}").Text("predict").StackGlobal("numpy", "exp").Op("sb").End());
        yield return ("a module's dict is changed", PickleWriter.Protocol(4).StackGlobal("numpy", "__dict__").Text("a").Op("Ns").End());
        yield return ("a name made of a value", PickleWriter.Protocol(4).Op("N").Text("system").Op(0x93).Call("id").End());
        yield return ("a list as a module", PickleWriter.Protocol(4).Op("]").Op("]").Op(0x93).End());
        yield return ("a number is called", PickleWriter.Protocol(2).Op("K\u0001)R").End());
        yield return ("a very long name", PickleWriter.Protocol(0).Global(new string('o', 100_000), "system").End());
        yield return ("a name with a NUL", PickleWriter.Protocol(4).StackGlobal("os\0", "system").Call("id").End());
        yield return ("numbers in the memo as Python reads them", PickleWriter.Protocol(0).Op("cos\nsystem\np+1_0\n0g 10 \n(S'id'\ntR").End());
        yield return ("a memo that is not dense", PickleWriter.Protocol(2).Global("os", "system").Op("r").UInt32(4_000_000_000).Op("0j").UInt32(4_000_000_000).Call("id").End());
        yield return ("text between quotes of the other kind", PickleWriter.Protocol(4).Op("S\"o\\163\"\nS\"syst\\145m\"\n").Op(0x93).Call("id").End());
        yield return ("nothing in it", []);
        yield return ("too new a protocol", PickleWriter.Protocol(9).Op("N").End());
        yield return ("a length below zero", PickleWriter.Protocol(2).Op("T").UInt32(0xffffffff).End());
        yield return ("a length beyond the file", PickleWriter.Protocol(4).Op(0x8e).Op(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f).End());
        yield return ("marks without an end", [.. Enumerable.Repeat((byte)'(', 4_000_000)]);
        yield return ("values without an end", [.. Enumerable.Repeat((byte)'N', 4_000_000)]);
        foreach ((string what, Func<Stream, Stream> pack) in Packers())
            yield return ($"compressed by {what}", Pack(Payload, pack));
        yield return ("a bomb", Pack(Bomb(), s => new GZipStream(s, CompressionLevel.Fastest)));
        yield return ("gzip that is cut", Pack(Payload, s => new GZipStream(s, CompressionLevel.Fastest))[..20]);
        yield return ("gzip in gzip", Pack(Pack(Payload, s => new GZipStream(s, CompressionLevel.Fastest)), s => new GZipStream(s, CompressionLevel.Fastest)));
        yield return ("lz4, xz and lzma that are none", [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82]);
        yield return ("xz that is none", [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 1, 2, 3, 4, 5, 6, 7, 8]);
        yield return ("lzma with a dictionary of 4 GiB", [0x5d, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0]);
        yield return ("bzip2 that is none", [.. "BZh9nothing"u8]);
        yield return ("torch's zip", HostileZips.Of(("archive/data.pkl", Payload)));
        yield return ("a zip with two data.pkl", HostileZips.Of(("a/data.pkl", PickleWriter.Protocol(2).Op("N").End()), ("b/data.pkl", PickleWriter.Protocol(2).Op("N").End())));
        yield return ("a zip with a name twice", HostileZips.Of(("a/data.pkl", PickleWriter.Protocol(2).Op("N").End()), ("a/data.pkl", PickleWriter.Protocol(2).Op("N").End())));
        yield return ("a zip whose headers differ", HostileZips.WithOtherLocalName(HostileZips.Of(("archive/data.pkl", PickleWriter.Protocol(2).Op("N").End()))));
        yield return ("a zip that is cut", HostileZips.Of(("archive/data.pkl", Payload))[..60]);
        yield return ("a pickle under another name in a zip", HostileZips.Of(("archive/weights.bin", Payload)));
        yield return ("an array of objects", HostileZips.Npy(Payload));
        yield return ("an array of objects in npz", HostileZips.Of(("a.npy", HostileZips.Npy(Payload))));
        yield return ("opcodes where joblib's array should be", Joblib(itemSize: 8, [.. Payload[2..^1], .. "...."u8]));
        yield return ("joblib's array of objects", Joblib(itemSize: -1, Payload));
        yield return ("joblib's array that is longer than the file", Joblib(itemSize: 8, []));
    }

    private static IEnumerable<(string, Func<Stream, Stream>)> Packers()
    {
        yield return ("gzip", s => new GZipStream(s, CompressionLevel.Fastest));
        yield return ("zlib", s => new ZLibStream(s, CompressionLevel.Fastest));
        yield return ("bzip2", s => SharpCompress.Compressors.BZip2.BZip2Stream.Create(s, SharpCompress.Compressors.CompressionMode.Compress, false, true));
    }

    private static byte[] Pack(byte[] content, Func<Stream, Stream> pack)
    {
        using var packed = new MemoryStream();
        using (Stream stream = pack(packed))
            stream.Write(content);
        return packed.ToArray();
    }

    private static byte[] Bomb() => [.. Enumerable.Repeat((byte)'(', 20_000_000)];

    private static byte[] Function(byte last) => PickleWriter.Protocol(4).StackGlobal("dill._dill", "_create_function").Op("N").Op(0x85).Op("R").Op(")").Op(last).End();

    private static byte[] OwnClass(string method) => PickleWriter.Protocol(4)
        .StackGlobal("dill._dill", "_create_type").Op("(").StackGlobal("builtins", "type").Text("A").Op(")").Op("}").Text(method)
        .StackGlobal("dill._dill", "_create_function").Op("N").Op(0x85).Op("R").Op("stR").Op(")").Op(0x81).Op("}b").End();

    private static byte[] Joblib(int itemSize, byte[] array)
    {
        PickleWriter writer = PickleWriter.Protocol(4).StackGlobal("joblib.numpy_pickle", "NumpyArrayWrapper").Op(")").Op(0x81).Op("}(")
            .Text("shape").Op("K\u0004").Op(0x85).Text("dtype").StackGlobal("numpy", "dtype").Text(itemSize < 0 ? "O8" : $"f{itemSize}").Op(0x85).Op("R").Op("ub");
        return [.. writer.Bytes(), .. array, (byte)'.'];
    }
}
