using System.Text.Json;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

public sealed partial class DockerEngine
{
    /// <summary>
    /// Lets the Engine ask a registry for an image (<c>GET /distribution/{image.ExactName}/json</c>): with its own network, its own
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
        string reference, RegistryCredential? credential, CancellationToken cancellationToken = default)
    {
        var image = ImageReference.Parse(reference);
        var question = new EngineQuestion(Messages.FormatAskingTheRegistryFor(image.ExactName), image.ExactName, EngineSubject.Registry);
        var request = new EngineRequest("GET", $"/distribution/{image.ExactName}/json")
        {
            Headers = [new("X-Registry-Auth", RegistryAuth.Header(image.Domain, credential))],
        };
        try
        {
            using var answer = await _connection.GetJsonAsync(question, request, cancellationToken).ConfigureAwait(false);
            return ((JsonElement?)answer.RootElement).Text("Descriptor", "digest")
                ?? throw EngineErrors.Protocol(question.What, image.ExactName, Messages.ItsAnswerNamesNoDigest);
        }
        catch (EngineException error) when (error.StatusCode == 404 && EngineWords.IsMissingRoute(error.EngineMessage))
        {
            throw new EngineException(
                "EngineCannotAskRegistries",
                MlemErrorCategory.NotImplemented,
                Messages.FormatEngineCannotAskRegistries(Endpoint.Address),
                error.StatusCode,
                error.EngineMessage,
                image.ExactName,
                Messages.EngineCannotAskRegistriesRemedy);
        }
        catch (EngineException error) when (error is { StatusCode: 404, ErrorId: "ImageNotFound" })
        {
            return null;
        }
    }
}
