using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

public sealed partial class DockerEngine
{
    /// <summary>What this Engine is in a swarm.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="EngineException">The Engine failed.</exception>
    public Task<EngineSwarm> GetSwarmAsync(CancellationToken cancellationToken = default) => AskAsync(
        new EngineQuestion(Messages.ReadingEnginesPlaceInSwarm, Endpoint.Address),
        new EngineRequest("GET", "/info"),
        EngineSwarm.From,
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
            return await AskAsync(
                AboutService(Messages.LookingFor, idOrName),
                new EngineRequest("GET", "/services/" + Checked(idOrName)),
                EngineService.From,
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
    public Task<IReadOnlyList<EngineService>> ListServicesAsync(IReadOnlyList<string>? labels = null, CancellationToken cancellationToken = default) =>
        ListAsync("services", "label", labels, EngineService.From, cancellationToken);

    /// <summary>Lists a service's tasks, old ones too as far as the swarm remembers them (<c>GET /tasks</c>).</summary>
    /// <param name="serviceId">The service's id, which need not be there any more.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="EngineException"><c>SwarmNotActive</c>, or the Engine failed.</exception>
    public async Task<IReadOnlyList<EngineTask>> ListTasksAsync(string serviceId, CancellationToken cancellationToken = default)
    {
        // The Engine's own filter knows no service that was removed, though its tasks are still ending.
        IReadOnlyList<EngineTask> all = await ListAsync("tasks", "service", null, EngineTask.From, cancellationToken).ConfigureAwait(false);
        return [.. all.Where(t => t.ServiceId == serviceId).OrderBy(t => t.Slot).ThenByDescending(t => t.Created)];
    }

    /// <summary>Makes a service (<c>POST /services/create</c>); its tasks come up afterwards.</summary>
    /// <param name="spec">The declaration.</param>
    /// <param name="credential">What the machines show the image's registry; null for nothing.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The id, and what the Engine warned of.</returns>
    /// <exception cref="EngineException"><c>ServiceNameInUse</c>, <c>SwarmNotActive</c>, <c>EngineBadParameter</c>, or the Engine failed.</exception>
    internal Task<(string Id, IReadOnlyList<string> Warnings)> CreateServiceAsync(
        JsonObject spec, EngineCredential? credential, CancellationToken cancellationToken = default) => AskAsync(
        AboutService("Making", spec["Name"]!.ToString()),
        Order("/services/create", spec, credential),
        answer => (EngineImage.KnownId(((JsonElement?)answer).Text("ID")), Warnings(answer)),
        cancellationToken);

    /// <summary>Changes a service (<c>POST /services/{id}/update</c>); its tasks are replaced afterwards, as its update policy says.</summary>
    /// <param name="service">The service as it was read: were it changed since, the update is refused.</param>
    /// <param name="spec">The new declaration; null to go back to the one before.</param>
    /// <param name="credential">What the machines show the image's registry; null for nothing.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What the Engine warned of.</returns>
    /// <exception cref="EngineException"><c>ServiceNotFound</c>, <c>EngineBadParameter</c>, or the Engine failed.</exception>
    internal Task<IReadOnlyList<string>> UpdateServiceAsync(
        EngineService service, JsonObject? spec, EngineCredential? credential, CancellationToken cancellationToken = default) => AskAsync(
        AboutService(spec is null ? Messages.RollingBack : "Updating", service.Name),
        Order(
            $"/services/{service.Id}/update?" + Query(
                ("version", service.Version.ToString(CultureInfo.InvariantCulture)),
                ("rollback", spec is null ? "previous" : null),
                ("registryAuthFrom", spec is null ? "previous-spec" : "spec")),
            spec ?? service.Spec,
            credential),
        Warnings,
        cancellationToken);

    /// <summary>Removes a service (<c>DELETE /services/{id}</c>); its tasks end afterwards.</summary>
    /// <param name="id">The service.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when there was none.</returns>
    /// <exception cref="EngineException"><c>SwarmNotActive</c>, or the Engine failed.</exception>
    internal Task<bool> RemoveServiceAsync(string id, CancellationToken cancellationToken = default) =>
        DeleteAsync(AboutService("Removing", id), $"/services/{Checked(id)}", cancellationToken);

    /// <summary>Lists secrets, without their values, which the swarm never gives away (<c>GET /secrets</c>).</summary>
    /// <param name="filter">What to filter by: <c>names</c> or <c>label</c>.</param>
    /// <param name="values">The names, of which each may match, or the labels.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal Task<IReadOnlyList<EngineSecret>> ListSecretsAsync(
        string filter, IReadOnlyList<string> values, CancellationToken cancellationToken = default) =>
        ListAsync("secrets", filter, values, EngineSecret.From, cancellationToken);

    /// <summary>Makes a secret (<c>POST /secrets/create</c>).</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; it is in no error.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Its id.</returns>
    internal Task<string> CreateSecretAsync(
        string name, ReadOnlyMemory<byte> value, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken = default)
    {
        var body = new JsonObject
        {
            ["Name"] = name,
            ["Data"] = Convert.ToBase64String(value.Span),
            ["Labels"] = new JsonObject(labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value))),
        };
        return AskAsync(
            new EngineQuestion(Messages.FormatMakingTheSecretName(name), name),
            Order("/secrets/create", body, null),
            answer => EngineImage.KnownId(((JsonElement?)answer).Text("ID")),
            cancellationToken);
    }

    /// <summary>Removes a secret that no service uses (<c>DELETE /secrets/{id}</c>).</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal Task<bool> RemoveSecretAsync(string id, CancellationToken cancellationToken = default) =>
        DeleteAsync(new EngineQuestion(Messages.FormatRemovingTheSecretId(id), id), $"/secrets/{Checked(id)}", cancellationToken);

    /// <summary>Finds a network (<c>GET /networks/{id}</c>).</summary>
    /// <param name="network">Its id or name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The network, or null when there is none.</returns>
    internal async Task<EngineNetwork?> FindNetworkAsync(string network, CancellationToken cancellationToken = default)
    {
        try
        {
            return await AskAsync(
                new EngineQuestion(Messages.FormatLookingForNetwork(network), network),
                new EngineRequest("GET", "/networks/" + Checked(network)),
                EngineNetwork.From,
                cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException error) when (error.StatusCode == 404)
        {
            return null;
        }
    }

    private async Task<T> AskAsync<T>(
        EngineQuestion question, EngineRequest request, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        using JsonDocument answer = await _connection.GetJsonAsync(question, request, cancellation).ConfigureAwait(false);
        try
        {
            return read(answer.RootElement);
        }
        catch (FormatException error)
        {
            throw _connection.Translate(question, error, _connection.Timeouts.Response, cancellation);
        }
    }

    private Task<IReadOnlyList<T>> ListAsync<T>(
        string what, string filter, IReadOnlyList<string>? values, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        if (values is { Count: 0 })
            return Task.FromResult<IReadOnlyList<T>>([]);
        string? filters = values is null ? null : JsonSerializer.Serialize(new Dictionary<string, IReadOnlyList<string>> { [filter] = values });
        return AskAsync(
            new EngineQuestion(Messages.FormatListingTheSwarmsWhat(what), Endpoint.Address, EngineSubject.Service),
            new EngineRequest("GET", $"/{what}?" + Query(("filters", filters))),
            answer => (IReadOnlyList<T>)[.. answer.ValueKind == JsonValueKind.Array ? answer.EnumerateArray().Select(read) : []],
            cancellation);
    }

    private async Task<bool> DeleteAsync(EngineQuestion question, string path, CancellationToken cancellation)
    {
        try
        {
            await using var exchange = await _connection.OpenAsync(
                question, new EngineRequest("DELETE", path), null, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (EngineException error) when (error.StatusCode == 404)
        {
            return false;
        }
    }

    private static EngineRequest Order(string path, JsonObject body, EngineCredential? credential) => new("POST", path)
    {
        ContentType = "application/json",
        Body = JsonSerializer.SerializeToUtf8Bytes(body),
        Headers = credential is null ? [] : [new("X-Registry-Auth", EngineCredential.Header(credential))],
    };

    // One sentence in old Engines, a list in new ones.
    private static IReadOnlyList<string> Warnings(JsonElement answer)
    {
        JsonElement? all = answer;
        return [.. all.Items("Warnings").Select(w => w.ToString()), .. all.Text("Warning") is { Length: > 0 } one ? [one] : Array.Empty<string>()];
    }

    private static EngineQuestion AboutService(string doing, string idOrName) =>
        new(Messages.FormatDoingTheServiceIdOrName(doing, idOrName), idOrName, EngineSubject.Service);
}
