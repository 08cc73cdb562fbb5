namespace Mlem.Docker;

/// <summary>Docker Hub. MLEM: <c>DockerIORegistry</c>, type <c>docker_io</c>.</summary>
public sealed record DockerIORegistry : DockerRegistry
{
    /// <inheritdoc/>
    public override string Type => "docker_io";

    /// <summary>The address under which Docker keeps logins for Docker Hub, as MLEM's <c>get_host</c>.</summary>
    public override string GetHost() => "https://index.docker.io/v1/";
}
