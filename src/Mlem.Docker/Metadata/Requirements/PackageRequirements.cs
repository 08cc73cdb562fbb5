namespace Mlem.Docker;

/// <summary>A package of the image's operating system (MLEM: <c>UnixPackageRequirement</c>, type <c>unix</c>).</summary>
/// <param name="PackageName">The package's name: <c>libgomp1</c>.</param>
public sealed record UnixPackageRequirement(string PackageName) : MlemRequirement
{
    /// <inheritdoc/>
    public override string Type => "unix";

    /// <inheritdoc/>
    public override string ToString() => PackageName;
}

/// <summary>
/// A conda package (MLEM: <c>CondaPackageRequirement</c>, type <c>conda</c>). MLEM's Docker folder does not hold it.
/// </summary>
/// <param name="PackageName">The package's name.</param>
/// <param name="Spec">Which versions: <c>&gt;=1.8,&lt;2</c>; null for any.</param>
/// <param name="ChannelName">The channel it comes from.</param>
public sealed record CondaPackageRequirement(string PackageName, string? Spec, string ChannelName) : MlemRequirement
{
    /// <inheritdoc/>
    public override string Type => "conda";

    /// <inheritdoc/>
    public override string ToString() => $"{ChannelName}::{PackageName}{Spec}";
}
