using System.Collections.ObjectModel;

namespace Mlem.Docker;

/// <summary>One call of a method's call order.</summary>
/// <param name="Processor">The processor that is called.</param>
/// <param name="Method">Its method.</param>
public sealed record MlemCall(string Processor, string Method)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Processor}.{Method}";
}

/// <summary>The calls that make up a method, each with the result of the one before (MLEM: <c>call_orders</c>).</summary>
public sealed class MlemCallOrder : ReadOnlyCollection<MlemCall>
{
    internal MlemCallOrder(MlemCall[] calls)
        : base(calls)
    {
    }

    /// <summary>The calls in their order: <c>pre.__call__, model.predict</c>.</summary>
    public override string ToString() => string.Join(", ", this);
}
