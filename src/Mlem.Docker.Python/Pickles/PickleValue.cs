namespace Mlem.Docker.Python.Pickles;

/// <summary>What stands for a value while a pickle is followed. No Python object is made, and nothing is called.</summary>
public abstract class PickleValue
{
    /// <summary>Something of which nothing is kept: a float, a set, a large tuple.</summary>
    public static PickleValue Unknown { get; } = new UnknownValue();

    /// <summary>Python's <c>None</c>.</summary>
    public static PickleValue None { get; } = new UnknownValue();

    // About how many bytes it holds on to.
    internal virtual long Weight => 0;

    // Its place in the memo, where it may grow; -1 for none.
    internal long Place { get; set; } = -1;

    private sealed class UnknownValue : PickleValue;
}

/// <summary>An integer that fits into 64 bits; a larger one is <see cref="PickleValue.Unknown"/>.</summary>
/// <param name="Value">The integer.</param>
public sealed class PickleInteger(long Value) : PickleValue
{
    /// <summary>The integer.</summary>
    public long Value { get; } = Value;
}

/// <summary>A text, or the beginning of one.</summary>
/// <param name="value">What was kept of it.</param>
/// <param name="isCut">Whether more of it was passed over.</param>
public sealed class PickleText(string value, bool isCut = false) : PickleValue
{
    /// <summary>What was kept of it.</summary>
    public string Value { get; } = value;

    /// <summary>Whether more of it was passed over.</summary>
    public bool IsCut { get; } = isCut;

    internal override long Weight => 80 + (2 * Value.Length);

    // Its place in a memo that has no room left for more texts.
    internal long Dropped { get; set; } = -1;
}

/// <summary>Bytes; the content of large ones is passed over.</summary>
/// <param name="content">The bytes, or the first of them.</param>
/// <param name="length">How many there are in the pickle.</param>
public sealed class PickleBytes(byte[] content, long length) : PickleValue
{
    /// <summary>The bytes, or the first of them.</summary>
    public byte[] Content { get; } = content;

    /// <summary>How many there are in the pickle.</summary>
    public long Length { get; } = length;

    /// <summary>Whether <see cref="Content"/> is all of it.</summary>
    public bool IsWhole => Content.Length == Length;

    internal override long Weight => 80 + Content.Length;
}

/// <summary>What a module has under a name: Python imports the module to get it.</summary>
/// <param name="module">The module; empty where the pickle does not say it in plain text.</param>
/// <param name="name">The name, with dots for what is inside it; empty for the module itself.</param>
public sealed class PickleGlobal(string module, string name) : PickleValue
{
    // Asked for at each of many calls.
    private string? _text;

    /// <summary>The module; empty where the pickle does not say it in plain text.</summary>
    public string Module { get; } = module;

    /// <summary>The name, with dots for what is inside it; empty for the module itself.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the pickle hides which one it is.</summary>
    public bool IsHidden => Module.Length == 0;

    /// <inheritdoc/>
    public override string ToString() => _text ??= Name.Length == 0 ? Module : $"{Module}.{Name}";
}

/// <summary>What a call returned, or an object of a class.</summary>
/// <param name="callable">What was called.</param>
/// <param name="arguments">What it was called with.</param>
public sealed class PickleCall(PickleValue callable, PickleValue arguments) : PickleValue
{
    /// <summary>What was called.</summary>
    public PickleValue Callable { get; } = callable;

    /// <summary>What it was called with.</summary>
    public PickleValue Arguments { get; } = arguments;

    /// <summary>What was called, where it has a name.</summary>
    public PickleGlobal? Global => Callable as PickleGlobal;

    /// <summary>The state that the pickle gives it afterwards; null for none.</summary>
    public PickleValue? State { get; internal set; }

    internal override long Weight => 80 + Callable.Weight + Arguments.Weight + (State?.Weight ?? 0);
}
