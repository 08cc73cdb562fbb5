using System.Text.Json;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

public sealed partial class DockerEngine
{
    /// <summary>
    /// Lets the Engine ask a registry for an image (<c>GET /distribution/{name}/json</c>): with its own network, its own
    /// certificates and its <c>insecure-registries</c>, which the client may not have.
    /// </summary>
    /// <param name="reference">The image's name; without tag it is <c>latest</c>.</param>
    /// <param name="credential">What to show the registry; null for nothing.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The digest of the manifest, or null when the registry has none of that name.</returns>
    /// <exception cref="EngineException">
    /// <c>EngineCannotAskRegistries</c> (Podman), or the registry could not be asked.
    /// </exception>
    public async Task<string?> FindInRegistryAsync(
        string reference, EngineCredential? credential, CancellationToken cancellationToken = default)
    {
        var name = ImageName.Parse(reference).Full;
        var question = new EngineQuestion(Messages.FormatAskingTheRegistryFor(name), name);
        var request = new EngineRequest("GET", $"/distribution/{name}/json")
        {
            Headers = [new("X-Registry-Auth", EngineCredential.Header(credential))],
        };
        try
        {
            using var answer = await _connection.GetJsonAsync(question, request, cancellationToken).ConfigureAwait(false);
            return ((JsonElement?)answer.RootElement).Text("Descriptor", "digest")
                ?? throw EngineErrors.Protocol(question.What, name, Messages.ItsAnswerNamesNoDigest);
        }
        catch (EngineException error) when (error.StatusCode == 404 && IsMissingRoute(error.EngineMessage))
        {
            throw new EngineException(
                "EngineCannotAskRegistries",
                MlemErrorCategory.NotImplemented,
                Messages.FormatEngineCannotAskRegistries(Endpoint.Address),
                error.StatusCode,
                error.EngineMessage,
                name,
                Messages.EngineCannotAskRegistriesRemedy);
        }
        catch (EngineException error) when (error.StatusCode == 404)
        {
            return null;
        }
    }

    // What a router says of a path that it does not know; a registry's own 404 speaks of manifests and repositories.
    private static bool IsMissingRoute(string? words) => words?.Trim() is "Not Found" or "page not found" or "404 page not found";
}
