using System.Runtime.CompilerServices;
using Docker.DotNet.Models;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

/// <summary>Containers, from their making to their end, and their logs (<c>/containers</c>).</summary>
public sealed class ContainersApi
{
    private static readonly TimeSpan RemovalLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RemovalPoll = TimeSpan.FromMilliseconds(100);
    private readonly EngineConnection _connection;
    private readonly string? _podman;

    internal ContainersApi(EngineConnection connection, string? podman) => (_connection, _podman) = (connection, podman);

    /// <summary>
    /// Makes a container, without starting it (<c>POST /containers/create</c>). The proxies of docker's settings stand in its
    /// environment, where that does not name them.
    /// </summary>
    /// <param name="parameters">Docker's own model: name, platform, image, command, host settings, networks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The container's id, and what the Engine warned of.</returns>
    /// <exception cref="EngineException">
    /// <c>ContainerNameInUse</c>, <c>ImageNotFound</c>, <c>EngineBadParameter</c>, or the Engine failed.
    /// </exception>
    public Task<ContainerCreated> CreateContainerAsync(CreateContainerParameters parameters, CancellationToken cancellationToken = default) =>
        CreateContainerAsync(parameters, [], cancellationToken);

    /// <param name="parameters">As above.</param>
    /// <param name="imagesOwn">
    /// Variables that the image sets at its user's wish: no proxy of docker's settings goes over them. Null for no proxy at all.
    /// </param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal async Task<ContainerCreated> CreateContainerAsync(
        CreateContainerParameters parameters, IReadOnlyCollection<string>? imagesOwn, CancellationToken cancellationToken)
    {
        if (imagesOwn is not null)
            parameters.Env = _connection.Endpoint.Settings.Proxies.Under(parameters.Env, imagesOwn);
        var called = string.IsNullOrEmpty(parameters.Name) ? "a container" : Messages.FormatTheContainerParametersName(parameters.Name);
        var made = await _connection.CallAsync(
            new EngineQuestion(Messages.FormatCreatingFromImage(called, parameters.Image), parameters.Name ?? parameters.Image, EngineSubject.Container),
            async (client, stop) =>
            {
                var created = await client.Containers.CreateContainerAsync(parameters, stop).ConfigureAwait(false);
                return new ContainerCreated(EngineImage.KnownId(created.ID), [.. created.Warnings ?? []]);
            },
            cancellationToken).ConfigureAwait(false);
        // Docker's Engine says itself what it leaves out, and once is enough.
        return IgnoredWishes.Has(parameters) && (_podman is not null || made.Warnings.Count == 0)
            ? made with { Warnings = [.. made.Warnings, .. await IgnoredAsync(made.Id, parameters, cancellationToken).ConfigureAwait(false)] }
            : made;
    }

    private async Task<IReadOnlyList<string>> IgnoredAsync(string id, CreateContainerParameters wanted, CancellationToken cancellationToken)
    {
        var question = EngineQuestion.AboutContainer(Messages.LookingFor, id);
        try
        {
            var made = await _connection
                .CallAsync(question, (client, stop) => client.Containers.InspectContainerAsync(id, stop), cancellationToken).ConfigureAwait(false);
            if (_podman is null)
                return [.. IgnoredWishes.Find(wanted, made)];
            var request = new EngineRequest("GET", $"/v{_podman}/libpod/containers/{id}/json") { Unversioned = true };
            using var own = await _connection.GetJsonAsync(question, request, cancellationToken).ConfigureAwait(false);
            return [.. IgnoredWishes.Find(wanted, made, own.RootElement)];
        }
        catch (EngineException)
        {
            // The container is made; what became of it, its start tells.
            return [];
        }
    }

    /// <summary>Starts a container (<c>POST /containers/{id}/start</c>); one that runs already is left alone.</summary>
    /// <param name="idOrName">The container.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when its process runs.</returns>
    /// <exception cref="EngineException"><c>ContainerNotFound</c>, <c>PortInUse</c>, or the Engine failed.</exception>
    public Task StartContainerAsync(string idOrName, CancellationToken cancellationToken = default) => _connection.CallAsync(
        EngineQuestion.AboutContainer("Starting", idOrName),
        (client, stop) => client.Containers.StartContainerAsync(EnginePath.Checked(idOrName), new ContainerStartParameters(), stop),
        cancellationToken);

    /// <summary>Finds a container, running or not (<c>GET /containers/{id}/json</c>).</summary>
    /// <param name="idOrName">Its name, its id, or the begin of its id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The container, or null when there is none.</returns>
    /// <exception cref="EngineException">The Engine failed.</exception>
    public async Task<EngineContainer?> FindContainerAsync(string idOrName, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _connection.CallAsync(
                EngineQuestion.AboutContainer(Messages.LookingFor, idOrName),
                async (client, stop) =>
                    EngineContainer.From(await client.Containers.InspectContainerAsync(EnginePath.Checked(idOrName), stop).ConfigureAwait(false)),
                cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException error) when (error.StatusCode == 404 && error.ErrorId == "ContainerNotFound")
        {
            return null;
        }
    }

    /// <summary>Lists containers (<c>GET /containers/json</c>, then each one's own answer).</summary>
    /// <param name="all">True for stopped ones too.</param>
    /// <param name="labels">Labels that they must have: <c>name</c> or <c>name=value</c>; null for any.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The containers, newest first. One that vanishes meanwhile is left out.</returns>
    /// <exception cref="EngineException">The Engine failed.</exception>
    public async Task<IReadOnlyList<EngineContainer>> ListContainersAsync(
        bool all = true, IReadOnlyList<string>? labels = null, CancellationToken cancellationToken = default)
    {
        var filters = EngineFilters.ByLabels(labels);
        var parameters = new ContainersListParameters { All = all, Filters = filters };
        var listed = await _connection.CallAsync(
            new EngineQuestion(Messages.ListingTheContainers, _connection.Endpoint.Address, EngineSubject.Container),
            (client, stop) => client.Containers.ListContainersAsync(parameters, stop),
            cancellationToken).ConfigureAwait(false);
        List<EngineContainer> containers = [];
        foreach (var one in listed)
        {
            if (await FindContainerAsync(one.ID, cancellationToken).ConfigureAwait(false) is { } container)
                containers.Add(container);
        }

        return containers;
    }

    /// <summary>Stops a container: its stop signal first, after a while SIGKILL (<c>POST /containers/{id}/stop</c>).</summary>
    /// <param name="idOrName">The container; one that does not run is left alone.</param>
    /// <param name="timeout">How long it has for its end, in whole seconds; null for the container's own, else 10 seconds.</param>
    /// <param name="cancellationToken">Stops waiting; the Engine goes on stopping.</param>
    /// <returns>A task that ends when it has stopped.</returns>
    /// <exception cref="EngineException"><c>ContainerNotFound</c>, or the Engine failed.</exception>
    public Task StopContainerAsync(string idOrName, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        uint? seconds = timeout is null ? null : (uint)Math.Ceiling(Math.Clamp(timeout.Value.TotalSeconds, 0, int.MaxValue));
        return _connection.CallAsync(
            EngineQuestion.AboutContainer("Stopping", idOrName),
            (client, stop) => client.Containers.StopContainerAsync(
                EnginePath.Checked(idOrName), new ContainerStopParameters { WaitBeforeKillSeconds = seconds }, stop),
            cancellationToken,
            _connection.Timeouts.Response + TimeSpan.FromSeconds(Math.Min(seconds ?? 10, 24 * 3600)));
    }

    /// <summary>Sends a container a signal (<c>POST /containers/{id}/kill</c>).</summary>
    /// <param name="idOrName">The container.</param>
    /// <param name="signal">The signal, such as <c>SIGTERM</c>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when the signal is sent.</returns>
    /// <exception cref="EngineException"><c>ContainerNotFound</c>, <c>EngineConflict</c> when it does not run, or the Engine failed.</exception>
    public Task KillAsync(string idOrName, string signal = "SIGKILL", CancellationToken cancellationToken = default) => _connection.CallAsync(
        EngineQuestion.AboutContainer("Killing", idOrName),
        (client, stop) => client.Containers.KillContainerAsync(EnginePath.Checked(idOrName), new ContainerKillParameters { Signal = signal }, stop),
        cancellationToken);

    /// <summary>Gives a container another name (<c>POST /containers/{id}/rename</c>).</summary>
    /// <param name="idOrName">The container.</param>
    /// <param name="newName">The new name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when it has the name.</returns>
    /// <exception cref="EngineException"><c>ContainerNotFound</c>, <c>ContainerNameInUse</c>, or the Engine failed.</exception>
    public Task RenameContainerAsync(string idOrName, string newName, CancellationToken cancellationToken = default) => _connection.CallAsync(
        EngineQuestion.AboutContainer("Renaming", idOrName),
        (client, stop) => client.Containers.RenameContainerAsync(EnginePath.Checked(idOrName), new ContainerRenameParameters { NewName = newName }, stop),
        cancellationToken);

    /// <summary>
    /// Removes a container (<c>DELETE /containers/{id}</c>) and returns when it is gone, also when the Engine was
    /// removing it already.
    /// </summary>
    /// <param name="idOrName">The container.</param>
    /// <param name="force">True to kill it first if it runs.</param>
    /// <param name="volumes">True to remove its anonymous volumes too.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>True when it was there, false when there was none.</returns>
    /// <exception cref="EngineException"><c>EngineConflict</c> when it runs, <c>EngineTimeout</c>, or the Engine failed.</exception>
    public async Task<bool> RemoveContainerAsync(
        string idOrName, bool force = false, bool volumes = false, CancellationToken cancellationToken = default)
    {
        var question = EngineQuestion.AboutContainer("Removing", idOrName);
        var parameters = new ContainerRemoveParameters { Force = force, RemoveVolumes = volumes };
        try
        {
            if (force && _podman is not null)
            {
                await KillAndRemoveAsync(question, idOrName, volumes, cancellationToken).ConfigureAwait(false);
                return true;
            }

            await _connection.CallAsync(
                question,
                (client, stop) => client.Containers.RemoveContainerAsync(EnginePath.Checked(idOrName), parameters, stop),
                cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (EngineException error) when (error.StatusCode == 404)
        {
            return false;
        }
        catch (EngineException error) when (error.StatusCode == 409
            && error.EngineMessage!.Contains("already in progress", StringComparison.OrdinalIgnoreCase))
        {
            await WaitUntilGoneAsync(question, idOrName, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    // Docker kills it at once; Podman lets it have its time to stop first, unless it is told in its own call that there is none.
    private async Task KillAndRemoveAsync(EngineQuestion question, string idOrName, bool volumes, CancellationToken cancellationToken)
    {
        string query = EngineRequest.Query(("force", "true"), ("timeout", "0"), ("v", volumes ? "true" : null));
        var request = new EngineRequest("DELETE", $"/v{_podman}/libpod/containers/{EnginePath.Checked(idOrName)}?{query}") { Unversioned = true };
        await using var exchange = await _connection.OpenAsync(question, request, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for a container's end (<c>POST /containers/{id}/wait</c>), however long it takes.</summary>
    /// <param name="idOrName">The container; for one that does not run it returns at once.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="EngineException"><c>ContainerNotFound</c>, <c>EngineStreamCut</c>, or the Engine failed.</exception>
    public Task<int> WaitContainerAsync(string idOrName, CancellationToken cancellationToken = default) => _connection.CallPatientlyAsync(
        EngineQuestion.AboutContainer(Messages.WaitingFor, idOrName),
        async (client, stop) => (int)(await client.Containers.WaitContainerAsync(EnginePath.Checked(idOrName), stop).ConfigureAwait(false)).StatusCode,
        cancellationToken);

    private async Task WaitUntilGoneAsync(EngineQuestion question, string idOrName, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (await FindContainerAsync(idOrName, cancellation).ConfigureAwait(false) is not null)
        {
            if (TimeProvider.System.GetElapsedTime(start) > RemovalLimit)
                throw EngineErrors.Timeout(question.What, idOrName, RemovalLimit);
            await Task.Delay(RemovalPoll, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Runs a container's health check once, now (Podman's own <c>GET /libpod/containers/{id}/healthcheck</c>), and so brings its
    /// health up to date. Only Podman can; it leaves the checks to timers of systemd, which are not everywhere.
    /// </summary>
    /// <param name="id">The container, which runs.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False where the Engine cannot do it.</returns>
    /// <exception cref="EngineException">The container does not run, or the Engine failed.</exception>
    internal async Task<bool> RunHealthCheckAsync(string id, CancellationToken cancellationToken)
    {
        if (_podman is null)
            return false;
        // The check itself may take as long as it likes, within its own timeout.
        var request = new EngineRequest("GET", $"/v{_podman}/libpod/containers/{EnginePath.Checked(id)}/healthcheck") { Unversioned = true };
        await using var exchange = await _connection
            .OpenAsync(EngineQuestion.AboutContainer(Messages.RunningCommandIn, id), request, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return true;
    }

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
            new EngineQuestion(Messages.ListingTheContainers, _connection.Endpoint.Address, EngineSubject.Container),
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
        EngineQuestion.AboutContainer("Pausing", idOrName),
        (client, stop) => client.Containers.PauseContainerAsync(EnginePath.Checked(idOrName), stop),
        cancellationToken);

    /// <summary>Lets a paused container run on (<c>POST /containers/{id}/unpause</c>).</summary>
    /// <param name="idOrName">The container.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when it runs.</returns>
    /// <exception cref="EngineException"><c>ContainerNotFound</c>, <c>EngineConflict</c> when it is not paused, or the Engine failed.</exception>
    public Task UnpauseContainerAsync(string idOrName, CancellationToken cancellationToken = default) => _connection.CallAsync(
        EngineQuestion.AboutContainer("Resuming", idOrName),
        (client, stop) => client.Containers.UnpauseContainerAsync(EnginePath.Checked(idOrName), stop),
        cancellationToken);

    /// <summary>Reads a container's log, whole line by whole line.</summary>
    /// <param name="idOrName">The container, running or not.</param>
    /// <param name="options">Which part of the log.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The lines as they come.</returns>
    /// <exception cref="EngineException"><c>ContainerNotFound</c>, <c>EngineStreamCut</c>, or the Engine failed.</exception>
    public async IAsyncEnumerable<LogLine> ReadLogsAsync(
        string idOrName, LogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var question = EngineQuestion.AboutContainer(Messages.ReadingLogOf, idOrName);
        var container = await FindContainerAsync(idOrName, cancellationToken).ConfigureAwait(false)
            ?? throw EngineErrors.FromMessage(question.What, idOrName, EngineSubject.Container, 404, Messages.FormatNoSuchContainer(idOrName));
        await foreach (LogLine line in new EngineLog(_connection)
            .ReadAsync(question, $"/containers/{container.Id}", container.HasTerminal, options, cancellationToken).ConfigureAwait(false))
        {
            yield return line;
        }
    }
}
