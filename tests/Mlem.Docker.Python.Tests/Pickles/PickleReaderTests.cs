using System.Buffers.Binary;
using System.Text;
using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Python.Tests.Pickles;

/// <summary>The reader sees what a pickle would import and call, in bounded memory and time.</summary>
public sealed class PickleReaderTests
{
    [Theory]
    [InlineData("cos\nsystem\n(S'id'\ntR.", "os.system")]
    [InlineData("(S'id'\nios\nsystem\n.", "os.system")]
    [InlineData("(cos\nsystem\nS'id'\no.", "os.system")]
    [InlineData("S'os'\nS'system'\n\u0093(S'id'\ntR.", "os.system")]
    [InlineData("S'\\x6f\\163'\nV\\u0073ystem\n\u0093)R.", "os.system")]
    [InlineData("cos\nsystem\np7\n0g7\n)R.", "os.system")]
    [InlineData("cos\nsystem\np0_7\n0g +7\n)R.", "os.system")]
    [InlineData("cos\nsystem\n2)R.", "os.system")]
    [InlineData("ccopyreg\n_reconstructor\n(cos\nsystem\nc__builtin__\nobject\nNtR.", "os.system")]
    [InlineData("cbuiltins\ngetattr\n(cnumpy\nos\nS'system'\ntR)R.", "numpy.os.system")]
    public void A_name_is_found_however_it_is_written(string pickle, string name)
    {
        (List<PickleUse> uses, PickleOutcome outcome) = Read(Encoding.Latin1.GetBytes(pickle));
        Assert.Equal(PickleFault.None, outcome.Fault);
        Assert.Contains(uses, u => u.Kind is PickleUseKind.Call or PickleUseKind.New && u.Target.ToString() == name);
    }

    [Theory]
    [InlineData("", PickleFault.Truncated)]
    [InlineData("\u0080\u0002", PickleFault.Truncated)]
    [InlineData("\u0080\u0006N.", PickleFault.UnknownProtocol)]
    [InlineData("\u00ff", PickleFault.UnknownOpcode)]
    [InlineData(".", PickleFault.NothingOnStack)]
    [InlineData("NR.", PickleFault.NothingOnStack)]
    [InlineData("Nt.", PickleFault.NoMark)]
    [InlineData("h\u0001.", PickleFault.NothingInMemo)]
    [InlineData("Inumber\n.", PickleFault.BadArgument)]
    [InlineData("Snot quoted\n.", PickleFault.BadArgument)]
    public void What_is_wrong_is_told(string pickle, PickleFault fault) =>
        Assert.Equal(fault, Read(Encoding.Latin1.GetBytes(pickle)).Outcome.Fault);

    [Fact]
    public void Every_opcode_is_known()
    {
        foreach (PickleOpcode opcode in Enum.GetValues<PickleOpcode>())
            Assert.NotEqual(PickleFault.UnknownOpcode, Read([(byte)'(', (byte)'N', (byte)'N', (byte)opcode]).Outcome.Fault);
    }

    [Fact]
    public void Of_a_gigabyte_only_the_opcodes_are_read()
    {
        string path = Path.GetTempFileName();
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose);
            byte[] head = [0x80, 4, (byte)'(', 0x8e, 0, 0, 0, 0, 0, 0, 0, 0];
            const long Length = 1L << 30;
            BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(4), Length);
            file.Write(head);
            file.Position += Length;
            file.Write("cos\nsystem\nS'id'\n\u0085Rt."u8.ToArray().Where(b => b != 0xc2).ToArray());
            file.Position = 0;
            var counting = new CountingStream(file);
            var uses = new List<PickleUse>();
            long before = GC.GetAllocatedBytesForCurrentThread();
            PickleOutcome outcome = PickleReader.Read(counting, uses.Add, cancellationToken: TestContext.Current.CancellationToken);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(PickleFault.None, outcome.Fault);
            Assert.Contains(uses, u => u is { Kind: PickleUseKind.Call } && u.Target.ToString() == "os.system");
            Assert.True(counting.BytesRead < 1_000_000, $"{counting.BytesRead} bytes read");
            Assert.True(allocated < 1_000_000, $"{allocated} bytes allocated");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Millions_of_texts_in_the_memo_take_bounded_memory_and_names_are_still_told()
    {
        using var pickle = new MemoryStream();
        pickle.Write([0x80, 4, (byte)']', 0x94]);
        for (int batch = 0; batch < 1000; batch++)
        {
            pickle.WriteByte((byte)'(');
            for (int i = 0; i < 1000; i++)
            {
                pickle.Write([0x8c, 8, .. Encoding.ASCII.GetBytes($"{batch,4}{i,4}"), 0x94]);
            }

            pickle.WriteByte((byte)'e');
        }

        // A module's name that is only now put in, and used twice.
        pickle.Write([0x8c, 2, .. "os"u8, 0x94, 0x8c, 6, .. "system"u8, 0x94, 0x93, (byte)'0', (byte)'j', .. BitConverter.GetBytes(1_000_001), 0x8c, 5, .. "popen"u8, 0x93, (byte)'.']);
        pickle.Position = 0;
        var uses = new List<PickleUse>();
        PickleOutcome outcome = PickleReader.Read(pickle, uses.Add, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(PickleFault.None, outcome.Fault);
        Assert.Equal(["os.system", "os.popen"], uses.Where(u => u.Kind == PickleUseKind.Import).Select(u => u.Target.ToString()));
    }

    [Fact]
    public void Reading_ends_when_it_takes_too_long()
    {
        var endless = new EndlessStream((byte)'N', (byte)'0');
        PickleOutcome outcome = PickleReader.Read(
            endless, _ => { }, new PickleLimits { Time = TimeSpan.FromMilliseconds(1) }, TestContext.Current.CancellationToken);
        Assert.Equal(PickleFault.TooSlow, outcome.Fault);
    }

    private static (List<PickleUse> Uses, PickleOutcome Outcome) Read(byte[] pickle)
    {
        var uses = new List<PickleUse>();
        PickleOutcome outcome = PickleReader.Read(new MemoryStream(pickle), uses.Add, cancellationToken: TestContext.Current.CancellationToken);
        return (uses, outcome);
    }
}
