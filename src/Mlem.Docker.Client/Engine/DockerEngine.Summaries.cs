using Docker.DotNet.Models;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

public sealed partial class DockerEngine
{
    /// <summary>Lists containers in one call (<c>GET /containers/json</c>).</summary>
    /// <param name="all">True for stopped ones too.</param>
    /// <param name="labels">Labels that they must have: <c>name</c> or <c>name=value</c>; null for any.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The containers, newest first.</returns>
    /// <exception cref="EngineException">The Engine failed.</exception>
    public Task<IReadOnlyList<EngineContainerSummary>> ListContainerSummariesAsync(
        bool all = true, IReadOnlyList<string>? labels = null, CancellationToken cancellationToken = default)
    {
        var filters = EngineFilters.ByLabels(labels);
        return _connection.CallAsync(
            new EngineQuestion(Messages.ListingTheContainers, Endpoint.Address, EngineSubject.Container),
            async (client, stop) => (IReadOnlyList<EngineContainerSummary>)[.. (await client.Containers.ListContainersAsync(
                new ContainersListParameters { All = all, Filters = filters }, stop).ConfigureAwait(false)).Select(EngineContainerSummary.From)],
            cancellationToken);
    }

    /// <summary>Freezes a container's processes (<c>POST /containers/{id}/pause</c>).</summary>
    /// <param name="idOrName">The container.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when it is paused.</returns>
    /// <exception cref="EngineException"><c>ContainerNotFound</c>, <c>EngineConflict</c> when it does not run, or the Engine failed.</exception>
    public Task PauseContainerAsync(string idOrName, CancellationToken cancellationToken = default) => _connection.CallAsync(
        About("Pausing", idOrName),
        (client, stop) => client.Containers.PauseContainerAsync(EnginePath.Checked(idOrName), stop),
        cancellationToken);

    /// <summary>Lets a paused container run on (<c>POST /containers/{id}/unpause</c>).</summary>
    /// <param name="idOrName">The container.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when it runs.</returns>
    /// <exception cref="EngineException"><c>ContainerNotFound</c>, <c>EngineConflict</c> when it is not paused, or the Engine failed.</exception>
    public Task UnpauseContainerAsync(string idOrName, CancellationToken cancellationToken = default) => _connection.CallAsync(
        About("Resuming", idOrName),
        (client, stop) => client.Containers.UnpauseContainerAsync(EnginePath.Checked(idOrName), stop),
        cancellationToken);

    /// <summary>Finds a network (<c>GET /networks/{id}</c>).</summary>
    /// <param name="network">Its id or name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The network, or null when there is none.</returns>
    internal async Task<EngineNetwork?> FindNetworkAsync(string network, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _connection.CallAsync(
                new EngineQuestion(Messages.FormatLookingForNetwork(network), network),
                async (client, stop) => EngineNetwork.From(
                    await client.Networks.InspectNetworkAsync(EnginePath.Checked(network), stop).ConfigureAwait(false)),
                cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException error) when (error.StatusCode == 404)
        {
            return null;
        }
    }
}
