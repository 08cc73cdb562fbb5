using Docker.DotNet.Models;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

/// <summary>The Engine's images (<c>/images</c>).</summary>
public sealed class ImagesApi
{
    private readonly EngineConnection _connection;
    private readonly string? _podman;

    internal ImagesApi(EngineConnection connection, string? podman) => (_connection, _podman) = (connection, podman);

    /// <summary>Finds an image (<c>GET /images/{name}/json</c>).</summary>
    /// <param name="reference">A name with or without tag, a name with digest, or an id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The image, or null when the Engine has none of that name.</returns>
    /// <exception cref="EngineException">The name cannot be one, or the Engine failed.</exception>
    public async Task<EngineImage?> FindImageAsync(string reference, CancellationToken cancellationToken = default)
    {
        var path = EnginePath.Image(reference);
        var question = new EngineQuestion(Messages.FormatLookingForImage(reference), reference, EngineSubject.Image);
        try
        {
            // Over ssh a connection is a process and a login, and the client keeps one; elsewhere the client is what costs.
            if (_connection.Endpoint.Scheme == EndpointScheme.Ssh)
            {
                return await _connection.CallAsync(
                    question,
                    async (client, stop) => EngineImage.From(await client.Images.InspectImageAsync(path, stop).ConfigureAwait(false)),
                    cancellationToken).ConfigureAwait(false);
            }

            EngineImage image = await _connection
                .GetAsync(question, $"/images/{path}/json", answer => EngineImage.From(answer), cancellationToken).ConfigureAwait(false);
            return _podman is null || image.HasHealthcheck
                ? image
                : image with { Healthcheck = await PodmansHealthcheckAsync(question, image.Id, cancellationToken).ConfigureAwait(false) };
        }
        catch (EngineException error) when (error.StatusCode == 404 && error.ErrorId == "ImageNotFound")
        {
            return null;
        }
    }

    // Podman leaves the health check out of Docker's form of the answer, and tells it in its own (GET /libpod/images/{name}/json).
    private async Task<ImageHealthcheck?> PodmansHealthcheckAsync(EngineQuestion question, string id, CancellationToken cancellationToken)
    {
        var request = new EngineRequest("GET", $"/v{_podman}/libpod/images/{id}/json") { Unversioned = true };
        try
        {
            using var own = await _connection.GetJsonAsync(question, request, cancellationToken).ConfigureAwait(false);
            return ImageHealthcheck.From(own.RootElement.Find("Healthcheck"));
        }
        catch (EngineException error) when (error.StatusCode == 404)
        {
            // The image is there; it has just been removed, or this Podman speaks otherwise.
            return null;
        }
    }

    /// <summary>Lists images (<c>GET /images/json</c>).</summary>
    /// <param name="filters">Docker's filters, such as <c>label</c> to <c>mlem.model=iris</c>, <c>reference</c>, <c>dangling</c>; null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The images with id, names, size, labels and time; the rest by <see cref="FindImageAsync"/>.</returns>
    /// <exception cref="EngineException">The Engine refused the filters, or failed.</exception>
    public Task<IReadOnlyList<EngineImage>> ListImagesAsync(
        IReadOnlyDictionary<string, IReadOnlyList<string>>? filters = null, CancellationToken cancellationToken = default)
    {
        var parameters = new ImagesListParameters { Filters = EngineFilters.Typed(filters) };
        return _connection.CallAsync<IReadOnlyList<EngineImage>>(
            new EngineQuestion(Messages.ListingTheImages, _connection.Endpoint.Address),
            async (client, stop) =>
                [.. (await client.Images.ListImagesAsync(parameters, stop).ConfigureAwait(false)).Select(EngineImage.From)],
            cancellationToken);
    }

    /// <summary>Reads how an image was made (<c>GET /images/{name}/history</c>).</summary>
    /// <param name="reference">The image's name or id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Its steps, the last one first.</returns>
    /// <exception cref="EngineException"><c>ImageNotFound</c>, or the Engine failed.</exception>
    public Task<IReadOnlyList<EngineImageStep>> ReadHistoryAsync(string reference, CancellationToken cancellationToken = default) =>
        _connection.CallAsync<IReadOnlyList<EngineImageStep>>(
            new EngineQuestion(Messages.FormatReadingHowImageWasMade(reference), reference, EngineSubject.Image),
            async (client, stop) =>
                [.. (await client.Images.GetImageHistoryAsync(EnginePath.Image(reference), stop).ConfigureAwait(false)).Select(EngineImageStep.From)],
            cancellationToken);

    /// <summary>Gives an image another name (<c>POST /images/{name}/tag</c>).</summary>
    /// <param name="source">The image's name or id.</param>
    /// <param name="reference">The new name; without tag it gets <c>latest</c>. An image that has it loses it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when the name is given.</returns>
    /// <exception cref="EngineException"><c>ImageNotFound</c>, <c>ImageReferenceInvalid</c>, or the Engine failed.</exception>
    public Task TagAsync(string source, string reference, CancellationToken cancellationToken = default)
    {
        var name = ImageReference.Parse(reference);
        var parameters = new ImageTagParameters { RepositoryName = name.FamiliarName, Tag = name.Tag ?? ImageTag.Latest };
        return _connection.CallAsync(
            new EngineQuestion(Messages.FormatNamingTheImageSourceNameFull(source, name.ExactName), source, EngineSubject.Image),
            (client, stop) => client.Images.TagImageAsync(EnginePath.Image(source), parameters, stop),
            cancellationToken);
    }

    /// <summary>Takes a name from an image, and removes the image with its last name (<c>DELETE /images/{name}</c>).</summary>
    /// <param name="reference">The image's name or id.</param>
    /// <param name="force">True to remove it by id although it has several names, or a stopped container uses it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>True when it was removed, false when there was none.</returns>
    /// <exception cref="EngineException"><c>EngineConflict</c> while a container uses it, or the Engine failed.</exception>
    public async Task<bool> RemoveImageAsync(string reference, bool force = false, CancellationToken cancellationToken = default)
    {
        var path = EnginePath.Image(reference);
        try
        {
            await _connection.CallAsync(
                new EngineQuestion(Messages.FormatRemovingTheImageReference(reference), reference, EngineSubject.Image),
                (client, stop) => client.Images.DeleteImageAsync(path, new ImageDeleteParameters { Force = force }, stop),
                cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (EngineException error) when (error.StatusCode == 404)
        {
            return false;
        }
    }
}
