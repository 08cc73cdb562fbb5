using System.Diagnostics;
using System.Formats.Tar;
using System.Text;
using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Artifacts;

/// <summary>Finds the pickles in a file, whatever is around them: compression, zip, tar, NumPy's format.</summary>
internal sealed class ArtifactReader(IPickleSink sink, PickleLimits limits, CancellationToken cancellationToken)
{
    private const int MaxNpyHeader = 1024 * 1024;
    private const int MaxMembers = 10_000;

    // Compressed once; what is compressed twice no program unpacks by itself.
    private const int MaxLayers = 1;

    private readonly long _begun = Stopwatch.GetTimestamp();

    // One time for all files and all that is in them.
    private PickleLimits Left => limits with
    {
        Time = limits.Time - Stopwatch.GetElapsedTime(_begun) is { Ticks: > 0 } left ? left : TimeSpan.Zero,
    };

    /// <summary>Reads a file.</summary>
    /// <param name="file">It, from here on; it can seek.</param>
    /// <param name="isPickle">Whether it must be a pickle; one that need not be is not told of where it is none.</param>
    public ArtifactReading Read(Stream file, bool isPickle)
    {
        try
        {
            return Read(file, ArtifactMagic.Of(file), isPickle, layer: 0);
        }
        catch (Exception broken) when (GuardedStream.IsContent(broken) && broken is not MlemException)
        {
            return new ArtifactReading(0, Messages.FormatArtifactUnreadable(TerminalText.Clean(broken.Message)));
        }
    }

    private ArtifactReading Read(Stream file, ArtifactKind kind, bool isPickle, int layer) => kind switch
    {
        ArtifactKind.Pickle => Pickles(file, isPickle),
        ArtifactKind.Npy => Npy(file),
        ArtifactKind.Zip => Zip(file),
        ArtifactKind.Tar => Tar(file),
        _ when layer < MaxLayers => Compressed(file, kind),
        _ => new ArtifactReading(0, Messages.FormatArtifactUnreadable(kind.ToString())),
    };

    private ArtifactReading Compressed(Stream file, ArtifactKind kind)
    {
        using Stream? content = Unpacked.Open(kind, file);
        return content is null ? new ArtifactReading(0, Messages.FormatCompressionNotRead(kind)) : Pickles(content, isPickle: true);
    }

    private ArtifactReading Pickles(Stream content, bool isPickle)
    {
        if (isPickle)
            return Outcome(PickleReader.Read(content, sink.See, Left, cancellationToken));
        // Of a file that need not be one, only a whole pickle counts, or one that does harm before it breaks.
        var uses = new List<PickleUse>();
        PickleOutcome outcome = PickleReader.Read(content, Gather, Left, cancellationToken);
        bool whole = outcome is { Fault: PickleFault.None, Pickles: > 0 };
        if (!whole && !uses.Any(u => u is { Kind: PickleUseKind.Import, Target: PickleGlobal g } && sink.IsDangerous(g)))
            return new ArtifactReading(0, null);
        if (!whole || !content.CanSeek)
        {
            uses.ForEach(sink.See);
            return Outcome(outcome);
        }

        content.Position = 0;
        return Outcome(PickleReader.Read(content, sink.See, Left, cancellationToken));

        void Gather(PickleUse use)
        {
            if (uses.Count < 1000)
                uses.Add(use);
        }
    }

    private ArtifactReading Npy(Stream file)
    {
        Span<byte> head = stackalloc byte[12];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
            throw new InvalidDataException(Messages.ArchiveIsCut);
        // Versions 2 and 3 have four bytes for the header's length (numpy.lib.format).
        int length = head[6] == 1 ? head[8] | (head[9] << 8) : BitConverter.ToInt32(head[8..]);
        if (length is < 0 or > MaxNpyHeader)
            throw new InvalidDataException(Messages.NpyHeaderTooLong);
        byte[] header = new byte[Math.Max(length - (head[6] == 1 ? 2 : 0), 0)];
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw new InvalidDataException(Messages.ArchiveIsCut);
        string text = (head[6] == 1 ? Encoding.Latin1.GetString(head[10..]) : string.Empty) + Encoding.Latin1.GetString(header);
        // Written so by NumPy. What it also takes for objects ('O8', 'object', an escape) counts where a pickle follows.
        bool mayBe = text.AsSpan().IndexOfAny('O', '\\') >= 0 || text.Contains("object", StringComparison.Ordinal);
        return mayBe ? Pickles(file, isPickle: text.Contains("'|O", StringComparison.Ordinal)) : new ArtifactReading(0, null);
    }

    private ArtifactReading Zip(Stream file)
    {
        var zip = ZipDirectory.Read(file);
        string[] twice = [.. zip.Entries.GroupBy(e => e.Name).Where(g => g.Count() > 1).Select(g => g.Key)];
        if (twice.Length > 0)
            throw new InvalidDataException(Messages.FormatArchiveHasTwice(twice[0]));
        if (zip.Entries.Count(e => e.Name == "data.pkl" || e.Name.EndsWith("/data.pkl", StringComparison.Ordinal)) > 1)
            throw new InvalidDataException(Messages.FormatArchiveHasTwice("data.pkl"));
        var total = new ArtifactReading(0, null);
        foreach (ZipEntry entry in zip.Entries.Where(e => !e.Name.EndsWith('/')))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using Stream content = new GuardedStream(zip.Open(entry));
            total = Add(total, entry.Name, () => Member(content, entry.Name));
        }

        return total;
    }

    // Their names tell: what lies beside them is raw data, as a rule.
    private static bool IsLikely(string name) => Path.GetExtension(name).ToLowerInvariant() is ".pkl" or ".pickle" or ".joblib" or ".dill"
        || name is "pickle" or "storages" or "tensors" or "sys_info";

    private ArtifactReading Member(Stream content, string name) =>
        name.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) ? Npy(content) : Pickles(content, IsLikely(name));

    private ArtifactReading Tar(Stream file)
    {
        using var tar = new TarReader(file, leaveOpen: true);
        var total = new ArtifactReading(0, null);
        for (int i = 0; i < MaxMembers && tar.GetNextEntry() is { } entry; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.DataStream is { } content && IsLikely(entry.Name))
                total = Add(total, entry.Name, () => Pickles(content, isPickle: true));
        }

        return total;
    }

    private ArtifactReading Add(ArtifactReading total, string member, Func<ArtifactReading> read)
    {
        sink.Member = member;
        ArtifactReading part = read();
        sink.Member = string.Empty;
        return new ArtifactReading(total.Pickles + part.Pickles, total.Fault ?? (part.Fault is null ? null : $"{member}: {part.Fault}"));
    }

    private static ArtifactReading Outcome(PickleOutcome outcome) =>
        new(Math.Max(outcome.Pickles, 1), outcome.Fault == PickleFault.None ? null : ArtifactReading.Explain(outcome));
}
