namespace Mlem.Docker.Inspecting;

/// <summary>How far a global is known to be harmless; each includes those before it.</summary>
internal enum GlobalUse
{
    /// <summary>Not at all.</summary>
    No,

    /// <summary>Referred to by a function of the file; worth a look.</summary>
    Watched,

    /// <summary>Held as a value.</summary>
    Held,

    /// <summary>Made into an object without its <c>__init__</c>.</summary>
    Made,

    /// <summary>Called with whatever arguments.</summary>
    Called,
}

/// <summary>What a dangerous global can do.</summary>
internal enum GlobalDanger
{
    /// <summary>It stands on no list, in a package of which the list knows the harmless ones.</summary>
    Unlisted,

    /// <summary>It runs programs.</summary>
    Commands,

    /// <summary>It opens sockets.</summary>
    Network,

    /// <summary>It reads, writes or deletes files.</summary>
    Files,

    /// <summary>It turns text or bytes into code.</summary>
    Evaluates,

    /// <summary>It calls or finds something else.</summary>
    Hides,

    /// <summary>It is code below Python.</summary>
    Native,

    /// <summary>Code inside the file runs while it is loaded.</summary>
    OwnCode,

    /// <summary>It changes a class or module for everyone.</summary>
    Changes,
}
