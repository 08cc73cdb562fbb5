using System.Formats.Tar;
using System.Security.Cryptography;
using Mlem.Docker.Context;

namespace Mlem.Docker.Tests.Context;

/// <summary>Artifacts with holes, and artifacts that are larger than a plain tar header can say.</summary>
public sealed class SparseArtifactTests : IDisposable
{
    private const int MiB = 1024 * 1024;
    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-sparse-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData(64 * MiB, new int[0])]
    [InlineData(64 * MiB, new[] { 0 })]
    [InlineData(64 * MiB + 1, new[] { 20 * MiB + 7 })]
    [InlineData(64 * MiB + 513, new[] { 3 * MiB, 3 * MiB + 300_000, 64 * MiB + 512 })]
    public async Task Holes_are_sent_as_the_zeros_that_they_mean_and_hashed_as_such(int length, int[] places)
    {
        string path = await SparseFileAsync(length, places);
        byte[] expected = await File.ReadAllBytesAsync(path, Cancellation);
        var hashes = new Dictionary<string, string>();
        using var tar = new MemoryStream();

        await TarContextWriter.WriteAsync([new FileEntry("big", SourceFile.Find(path, Path.GetDirectoryName(path)))], new ContentReading { Sha256 = hashes }, tar, null, Cancellation);

        tar.Position = 0;
        TarEntry entry = (await new TarReader(tar).GetNextEntryAsync(copyData: true, Cancellation))!;
        Assert.Equal(expected.Length, entry.Length);
        string sha256 = Convert.ToHexString(await SHA256.HashDataAsync(entry.DataStream!, Cancellation));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(expected)), sha256);
        Assert.Equal(sha256, hashes["big"], ignoreCase: true);
    }

    [Fact]
    public async Task Holes_are_not_read_from_disk()
    {
        string path = await SparseFileAsync(256 * MiB, [100 * MiB]);
        var entry = new CountedEntry("big", path, 256 * MiB);

        await TarContextWriter.WriteAsync([entry], new ContentReading(), Stream.Null, null, Cancellation);

        // Only Linux tells of holes.
        Assert.InRange(entry.Read, 1, OperatingSystem.IsLinux() ? 2 * MiB : 256 * MiB);
    }

    [Fact]
    public async Task A_sparse_file_that_has_become_shorter_is_told()
    {
        string path = await SparseFileAsync(8 * MiB, []);
        var entry = new FileEntry("big", SourceFile.Find(path, Path.GetDirectoryName(path)) with { Length = 9 * MiB });

        MlemException error = await Assert.ThrowsAsync<MlemException>(
            () => TarContextWriter.WriteAsync([entry], new ContentReading(), Stream.Null, null, Cancellation));

        Assert.Equal("ArtifactChanged", error.ErrorId);
    }

    // ustar has 33 bits for a size. Neither the file nor the tar takes room on disk.
    [Fact]
    public async Task A_file_over_8_GiB_has_its_size_in_the_tar()
    {
        const long Length = (8L << 30) + 513;
        string path = await SparseFileAsync(Length, []);
        string target = Path.Combine(_work, "context.tar");
        await using (var sink = new ZeroSkippingFile(target))
        {
            await TarContextWriter.WriteAsync(
                [new FileEntry("model/big", SourceFile.Find(path, Path.GetDirectoryName(path))), new GeneratedEntry("run.sh", "after it"u8.ToArray())],
                new ContentReading(), sink, null, Cancellation);
        }

        await using FileStream tar = File.OpenRead(target);
        await using var reader = new TarReader(tar);
        Assert.Equal("model/", (await reader.GetNextEntryAsync(cancellationToken: Cancellation))!.Name);
        var big = Assert.IsType<PaxTarEntry>(await reader.GetNextEntryAsync(cancellationToken: Cancellation));
        Assert.Equal(("model/big", Length, TarEntryType.RegularFile), (big.Name, big.Length, big.EntryType));
        Assert.Equal("8589935105", big.ExtendedAttributes["size"]);
        TarEntry after = (await reader.GetNextEntryAsync(cancellationToken: Cancellation))!;
        using var text = new StreamReader(after.DataStream!);
        Assert.Equal(("run.sh", "after it"), (after.Name, await text.ReadToEndAsync(Cancellation)));
    }

    private async Task<string> SparseFileAsync(long length, int[] places)
    {
        string path = Path.Combine(_work, "big");
        await using FileStream file = File.Create(path);
        foreach (int place in places)
        {
            file.Position = place;
            file.WriteByte(1);
        }

        file.SetLength(length);
        return path;
    }

    private sealed record CountedEntry(string Path, string Source, long Length) : ContextEntry(Path, Length)
    {
        private CountedFile? _file;

        public long Read => _file!.Count;

        internal override Stream Open() => _file = new CountedFile(Source);
    }

    private sealed class CountedFile(string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true)
    {
        public long Count { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = await base.ReadAsync(buffer, cancellationToken);
            Count += count;
            return count;
        }
    }

    /// <summary>A file that has holes where zeros are written.</summary>
    private sealed class ZeroSkippingFile(string path) : FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0)
    {
        // What is written as memory comes here too.
        public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            if (buffer.AsSpan(offset, count).IndexOfAnyExcept((byte)0) >= 0)
                await base.WriteAsync(buffer, offset, count, cancellationToken);
            else
                Position += count;
        }

        public override async ValueTask DisposeAsync()
        {
            SetLength(Position);
            await base.DisposeAsync();
        }
    }
}
