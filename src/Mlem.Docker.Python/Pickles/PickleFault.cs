namespace Mlem.Docker.Python.Pickles;

/// <summary>Why a pickle cannot be read to its end. Python stops at the same place, unless it says otherwise.</summary>
public enum PickleFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The file ends before the pickle does.</summary>
    Truncated,

    /// <summary>A byte that is no opcode.</summary>
    UnknownOpcode,

    /// <summary>A protocol newer than 5.</summary>
    UnknownProtocol,

    /// <summary>An opcode needs a value, and there is none.</summary>
    NothingOnStack,

    /// <summary>An opcode needs a mark, and there is none.</summary>
    NoMark,

    /// <summary>A place of the memo in which nothing was put.</summary>
    NothingInMemo,

    /// <summary>A length below zero, a number or a text that is none.</summary>
    BadArgument,

    /// <summary>More values at once than a pickle needs (the limits of <see cref="PickleLimits"/>; Python goes on).</summary>
    TooLarge,

    /// <summary>It takes longer than allowed (the limits of <see cref="PickleLimits"/>; Python goes on).</summary>
    TooSlow,

    /// <summary>The compressed data around it is broken.</summary>
    BrokenCompression,
}

/// <summary>A pickle that cannot be read further.</summary>
/// <param name="fault">What is wrong.</param>
/// <param name="offset">Where.</param>
public sealed class PickleException(PickleFault fault, long offset) : Exception(fault.ToString())
{
    /// <summary>What is wrong.</summary>
    public PickleFault Fault { get; } = fault;

    /// <summary>Where, in bytes from the beginning.</summary>
    public long Offset { get; } = offset;
}
