namespace Mlem.Docker.Python.Pickles;

/// <summary>What reading a pickle may cost.</summary>
public sealed record PickleLimits
{
    /// <summary>Values on the stack at once: a tuple's items all lie there.</summary>
    public int Stack { get; init; } = 3_000_000;

    /// <summary>Values that the memo keeps; of others it knows only that they are there.</summary>
    public int Memo { get; init; } = 150_000;

    /// <summary>Bytes that the memo's texts and bytes may have together.</summary>
    public int MemoBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Bytes of one text or byte string that are kept.</summary>
    public int Content { get; init; } = 64 * 1024;

    /// <summary>How long it may take.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How deep pickles inside the bytes of others are looked at.</summary>
    public int Nesting { get; init; } = 4;
}
