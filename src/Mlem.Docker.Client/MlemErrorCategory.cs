namespace Mlem.Docker;

/// <summary>
/// What kind of failure an <see cref="MlemException"/> is. The names are those of PowerShell's
/// <c>ErrorCategory</c>, so that the cmdlets can map one to the other without a table.
/// </summary>
public enum MlemErrorCategory
{
    /// <summary>Not classified further.</summary>
    NotSpecified,

    /// <summary>The caller gave an argument that cannot be used.</summary>
    InvalidArgument,

    /// <summary>A file or an answer has content that cannot be used.</summary>
    InvalidData,

    /// <summary>The object does not allow what was asked of it in its present state.</summary>
    InvalidOperation,

    /// <summary>Nothing has the name or path that was given.</summary>
    ObjectNotFound,

    /// <summary>Something is already there under that name or path.</summary>
    ResourceExists,

    /// <summary>Something that is needed is in use or cannot be had at present.</summary>
    ResourceUnavailable,

    /// <summary>The other side could not be reached, or the connection broke.</summary>
    ConnectionError,

    /// <summary>The other side did not accept who we are.</summary>
    AuthenticationError,

    /// <summary>The other side, or the file system, does not allow it.</summary>
    PermissionDenied,

    /// <summary>It took longer than it may.</summary>
    OperationTimeout,

    /// <summary>The user stopped it.</summary>
    OperationStopped,

    /// <summary>An input is larger or deeper than is accepted.</summary>
    LimitsExceeded,

    /// <summary>It is valid, but not something this module does.</summary>
    NotImplemented,

    /// <summary>Reading failed.</summary>
    ReadError,

    /// <summary>Writing failed.</summary>
    WriteError,

    /// <summary>The other side broke its own protocol.</summary>
    ProtocolError,
}
