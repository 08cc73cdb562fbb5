using System.Collections;

namespace Mlem.Docker;

/// <summary>What a server's method answered.</summary>
/// <param name="Method">The method.</param>
/// <param name="Value">
/// The answer as plain values: numbers, text, arrays (<c>double[]</c> and <c>long[]</c> where all items are such), rows as
/// ordered dictionaries, <c>byte[]</c> for a binary answer.
/// </param>
/// <param name="Json">The answer as it came; null for a binary one.</param>
public sealed record PredictionAnswer(ServerMethod Method, object? Value, string? Json)
{
    /// <summary>The single predictions: the items of an array, the rows of a data frame, or the one answer.</summary>
    public IReadOnlyList<object?> Predictions =>
        Value is Array and not byte[]? [.. ((IEnumerable)Value).Cast<object?>()] : [Value];
}
