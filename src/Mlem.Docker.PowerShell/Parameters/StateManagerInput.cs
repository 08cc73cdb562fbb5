using System.Collections;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>
/// The type of -StateManager. PowerShell completes the keys of a hashtable from the properties that a parameter's type has:
/// here they are MLEM's. What is given is read by <see cref="StateManagerTransformationAttribute"/>.
/// </summary>
public sealed class StateManagerInput
{
    /// <summary>Without a value: for completion only.</summary>
    public StateManagerInput()
    {
    }

    internal StateManagerInput(StateManager value)
    {
        Value = value;
        type = value.Type;
        locking = value.Locking;
        lock_timeout = value.LockTimeout;
        uri = (value as FsspecStateManager)?.Uri;
        storage_options = (value as FsspecStateManager)?.StorageOptions;
    }

    /// <summary>MLEM's type: <c>local</c>, beside the declaration, or <c>fsspec</c>, a folder.</summary>
    public string? type { get; set; }

    /// <summary>fsspec: the folder, as a path or a file:// URI.</summary>
    public string? uri { get; set; }

    /// <summary>Whether changes are locked against others.</summary>
    public bool locking { get; set; }

    /// <summary>How long to wait for the lock, in seconds.</summary>
    public double lock_timeout { get; set; }

    /// <summary>fsspec: options for other file systems; kept, but not used here.</summary>
    public IDictionary? storage_options { get; set; }

    /// <summary>The state manager as it was read.</summary>
    internal StateManager? Value { get; }

    /// <inheritdoc/>
    public override string ToString() => uri ?? type ?? string.Empty;
}
