namespace Mlem.Docker.Engine;

/// <summary>The docker CLI's contexts on this machine.</summary>
public static class DockerContexts
{
    /// <summary>The contexts that name an Engine, with its address.</summary>
    /// <param name="environment">The variables to read; null for those of the process.</param>
    /// <returns>Names and addresses, by name; a context that cannot be read is left out.</returns>
    public static IReadOnlyList<(string Name, string Address)> List(IReadOnlyDictionary<string, string?>? environment = null) =>
        new DockerContextStore(DockerEndpointResolver.ConfigFolder(environment)).List();
}
