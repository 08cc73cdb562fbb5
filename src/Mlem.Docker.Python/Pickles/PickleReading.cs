namespace Mlem.Docker.Python.Pickles;

/// <summary>How a file of pickles is read, and what was found out about it meanwhile.</summary>
internal sealed class PickleReading
{
    /// <summary>Whether joblib's arrays are known.</summary>
    public bool IsJoblib { get; init; } = true;

    /// <summary>Whether they are passed over; Python's own <c>pickle.load</c> would take them for opcodes.</summary>
    public bool SkipsArrays { get; init; } = true;

    /// <summary>Whether there are arrays of joblib's.</summary>
    public bool HasJoblibArrays { get; set; }
}
