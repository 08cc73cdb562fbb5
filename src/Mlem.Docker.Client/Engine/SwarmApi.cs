using Docker.DotNet;
using Docker.DotNet.Models;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

/// <summary>The swarm's part of the Engine's API: services and their tasks, secrets, logs of what runs on whatever machine.</summary>
public sealed class SwarmApi
{
    private readonly EngineConnection _connection;

    internal SwarmApi(EngineConnection connection) => _connection = connection;

    /// <summary>What this Engine is in a swarm.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="EngineException">The Engine failed.</exception>
    public Task<EngineSwarm> GetSwarmAsync(CancellationToken cancellationToken = default) => _connection.CallAsync(
        new EngineQuestion(Messages.ReadingEnginesPlaceInSwarm, _connection.Endpoint.Address),
        async (client, stop) => EngineSwarm.From((await client.System.GetSystemInfoAsync(stop).ConfigureAwait(false)).Swarm),
        cancellationToken);

    /// <summary>Finds a service (<c>GET /services/{id}</c>).</summary>
    /// <param name="idOrName">Its id or name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The service, or null when there is none.</returns>
    /// <exception cref="EngineException"><c>SwarmNotActive</c>, or the Engine failed.</exception>
    public async Task<EngineService?> FindServiceAsync(string idOrName, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _connection.CallAsync(
                AboutService(Messages.LookingFor, idOrName),
                async (client, stop) => EngineService.From(
                    await client.Swarm.InspectServiceAsync(EnginePath.Checked(idOrName), stop).ConfigureAwait(false)),
                cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException error) when (error.StatusCode == 404 && error.ErrorId == "ServiceNotFound")
        {
            return null;
        }
    }

    /// <summary>Lists services (<c>GET /services</c>).</summary>
    /// <param name="labels">Labels that they must have: <c>name</c> or <c>name=value</c>; null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="EngineException"><c>SwarmNotActive</c>, or the Engine failed.</exception>
    public Task<IReadOnlyList<EngineService>> ListServicesAsync(IReadOnlyList<string>? labels = null, CancellationToken cancellationToken = default) => ListAsync(
        "services",
        (client, stop) => client.Swarm.ListServicesAsync(new ServiceListParameters { Filters = EngineFilters.ByLabels(labels) }, stop),
        EngineService.From,
        cancellationToken);

    /// <summary>Lists a service's tasks, old ones too as far as the swarm remembers them (<c>GET /tasks</c>).</summary>
    /// <param name="serviceId">The service's id, which need not be there any more.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="EngineException"><c>SwarmNotActive</c>, or the Engine failed.</exception>
    public async Task<IReadOnlyList<EngineTask>> ListTasksAsync(string serviceId, CancellationToken cancellationToken = default)
    {
        // The Engine's own filter knows no service that was removed, though its tasks are still ending.
        IReadOnlyList<EngineTask> all = await ListAsync(
            "tasks", (client, stop) => client.Tasks.ListAsync(stop), EngineTask.From, cancellationToken).ConfigureAwait(false);
        return [.. all.Where(t => t.ServiceId == serviceId).OrderBy(t => t.Slot).ThenByDescending(t => t.Created)];
    }

    /// <summary>Reads what a service's tasks wrote, on all machines (<c>GET /services/{id}/logs</c>), whole line by whole line.</summary>
    /// <param name="service">The service.</param>
    /// <param name="options">Which part of the log; the end (<see cref="LogOptions.Until"/>) is not for services.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The lines as they come.</returns>
    /// <exception cref="EngineException"><c>ServiceNotFound</c>, <c>EngineStreamCut</c>, or the Engine failed.</exception>
    public IAsyncEnumerable<ServiceLogLine> ReadServiceLogsAsync(
        EngineService service, LogOptions options, CancellationToken cancellationToken = default) => new EngineLog(_connection).ReadServiceAsync(
        AboutService(Messages.ReadingLogOf, service.Name), $"/services/{service.Id}", service.HasTerminal, options, cancellationToken);

    /// <summary>Reads what one task wrote, on whatever machine (<c>GET /tasks/{id}/logs</c>).</summary>
    /// <param name="task">The task.</param>
    /// <param name="hasTerminal">Whether its service gives it a terminal.</param>
    /// <param name="options">Which part of the log.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    internal IAsyncEnumerable<ServiceLogLine> ReadTaskLogsAsync(
        EngineTask task, bool hasTerminal, LogOptions options, CancellationToken cancellationToken = default) => new EngineLog(_connection).ReadServiceAsync(
        new EngineQuestion(Messages.FormatReadingLogOfTask(task.Id), task.Id), $"/tasks/{task.Id}", hasTerminal, options, cancellationToken);

    /// <summary>Makes a service (<c>POST /services/create</c>); its tasks come up afterwards.</summary>
    /// <param name="spec">The declaration.</param>
    /// <param name="credential">What the machines show the image's registry; null for nothing.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The id, and what the Engine warned of.</returns>
    /// <exception cref="EngineException"><c>ServiceNameInUse</c>, <c>SwarmNotActive</c>, <c>EngineBadParameter</c>, or the Engine failed.</exception>
    internal Task<(string Id, IReadOnlyList<string> Warnings)> CreateServiceAsync(
        ServiceSpec spec, RegistryCredential? credential, CancellationToken cancellationToken = default) => _connection.CallAsync(
        AboutService("Making", spec.Name!),
        async (client, stop) =>
        {
            ServiceCreateResponse made = await client.Swarm.CreateServiceAsync(
                new ServiceCreateParameters { Service = spec, RegistryAuth = Login(spec, credential)! }, stop).ConfigureAwait(false);
            return (EngineImage.KnownId(made.ID), (IReadOnlyList<string>)[.. made.Warnings ?? []]);
        },
        cancellationToken);

    /// <summary>Changes a service (<c>POST /services/{id}/update</c>); its tasks are replaced afterwards, as its update policy says.</summary>
    /// <param name="service">The service as it was read: were it changed since, the update is refused.</param>
    /// <param name="spec">The new declaration; null to go back to the one before, whose login the swarm still has.</param>
    /// <param name="credential">What the machines show the image's registry; null for what the swarm has.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What the Engine warned of.</returns>
    /// <exception cref="EngineException"><c>ServiceNotFound</c>, <c>EngineBadParameter</c>, or the Engine failed.</exception>
    internal Task<IReadOnlyList<string>> UpdateServiceAsync(
        EngineService service, ServiceSpec? spec, RegistryCredential? credential, CancellationToken cancellationToken = default) => _connection.CallAsync(
        AboutService(spec is null ? Messages.RollingBack : "Updating", service.Name),
        async (client, stop) => (IReadOnlyList<string>)[.. (await client.Swarm.UpdateServiceAsync(
            service.Id,
            new ServiceUpdateParameters
            {
                Service = spec ?? service.Spec,
                Version = service.Version,
                Rollback = spec is null ? "previous" : null,
                RegistryAuth = Login(spec, credential)!,
            },
            stop).ConfigureAwait(false)).Warnings ?? []],
        cancellationToken);

    /// <summary>Removes a service (<c>DELETE /services/{id}</c>); its tasks end afterwards.</summary>
    /// <param name="id">The service.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when there was none.</returns>
    /// <exception cref="EngineException"><c>SwarmNotActive</c>, or the Engine failed.</exception>
    internal Task<bool> RemoveServiceAsync(string id, CancellationToken cancellationToken = default) => _connection.RemoveAsync(
        AboutService("Removing", id), (client, stop) => client.Swarm.RemoveServiceAsync(EnginePath.Checked(id), stop), cancellationToken);

    /// <summary>Lists secrets, without their values, which the swarm never gives away (<c>GET /secrets</c>).</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal Task<IReadOnlyList<EngineSecret>> ListSecretsAsync(CancellationToken cancellationToken = default) => ListAsync(
        "secrets", (client, stop) => client.Secrets.ListAsync(stop), EngineSecret.From, cancellationToken);

    /// <summary>Makes a secret (<c>POST /secrets/create</c>).</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; it is in no error.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Its id.</returns>
    internal Task<string> CreateSecretAsync(
        string name, ReadOnlyMemory<byte> value, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken = default) => _connection.CallAsync(
        new EngineQuestion(Messages.FormatMakingTheSecretName(name), name),
        async (client, stop) => EngineImage.KnownId((await client.Secrets.CreateAsync(
            new SwarmSecretSpec { Name = name, Data = value.ToArray(), Labels = labels.ToDictionary() }, stop).ConfigureAwait(false)).ID),
        cancellationToken);

    /// <summary>Removes a secret that no service uses (<c>DELETE /secrets/{id}</c>).</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal Task<bool> RemoveSecretAsync(string id, CancellationToken cancellationToken = default) => _connection.RemoveAsync(
        new EngineQuestion(Messages.FormatRemovingTheSecretId(id), id),
        (client, stop) => client.Secrets.DeleteAsync(EnginePath.Checked(id), stop),
        cancellationToken);

    private static AuthConfig? Login(ServiceSpec? spec, RegistryCredential? credential) => spec is null || credential is null
        ? null : RegistryAuth.Typed(ImageReference.Parse(spec.TaskTemplate!.ContainerSpec!.Image!).Domain, credential);

    private Task<IReadOnlyList<TResult>> ListAsync<TItem, TResult>(
        string what,
        Func<IDockerClient, CancellationToken, Task<IList<TItem>>> list,
        Func<TItem, TResult> read,
        CancellationToken cancellation) => _connection.CallAsync(
        new EngineQuestion(Messages.FormatListingTheSwarmsWhat(what), _connection.Endpoint.Address, EngineSubject.Service),
        async (client, stop) => (IReadOnlyList<TResult>)[.. (await list(client, stop).ConfigureAwait(false) ?? []).Select(read)],
        cancellation);

    private static EngineQuestion AboutService(string doing, string idOrName) =>
        new(Messages.FormatDoingTheServiceIdOrName(doing, idOrName), idOrName, EngineSubject.Service);
}
