namespace Mlem.Docker.Exporting;

/// <summary>What becomes of a run parameter on a platform: the field that holds it there, or why it is refused.</summary>
/// <param name="Field">The field; null where it is refused.</param>
/// <param name="Why">Why it is refused; null where it is not.</param>
/// <param name="Instead">What may be done instead.</param>
internal sealed record ExportRule(string? Field, string? Why = null, string? Instead = null)
{
    /// <summary>What only asks for what the platform does anyway, such as <c>init: false</c>, is not refused.</summary>
    public bool UnlessFalse { get; init; }

    public static implicit operator ExportRule(string field) => new(field);
}
