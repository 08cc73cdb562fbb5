using Mlem.Docker.Registries;

namespace Mlem.Docker;

/// <summary>Any registry that offers the distribution API. MLEM: <c>RemoteRegistry</c>, type <c>remote</c>.</summary>
/// <param name="Host">Its host, with a port where needed: <c>registry.example.com:5000</c>. MLEM lets it be missing; then no image can be named.</param>
public record RemoteRegistry(string? Host = null) : DockerRegistry
{
    /// <inheritdoc/>
    public override string Type => "remote";

    /// <inheritdoc/>
    public override string? GetHost() => Host;

    /// <inheritdoc/>
    protected override string ComposeUri(string image) => $"{RegistryOperationErrors.RequireHost(this)}/{image}";
}
