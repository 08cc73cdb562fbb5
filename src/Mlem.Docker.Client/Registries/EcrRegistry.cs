namespace Mlem.Docker;

/// <summary>
/// Amazon's Elastic Container Registry. MLEM: <c>ECRegistry</c>, type <c>ecr</c>. It can be read, written and named;
/// its login needs AWS's own API, so pushing is refused.
/// </summary>
/// <param name="Account">The AWS account's number.</param>
/// <param name="Region">The AWS region, such as <c>us-east-1</c>.</param>
/// <param name="Host">Kept as MLEM keeps it, but unused: the host follows from account and region.</param>
public sealed record EcrRegistry(string Account, string Region, string? Host = null) : RemoteRegistry(Host)
{
    /// <inheritdoc/>
    public override string Type => "ecr";

    /// <inheritdoc/>
    public override string GetHost() => $"{Account}.dkr.ecr.{Region}.amazonaws.com";
}
