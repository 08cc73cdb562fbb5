using System.Text.Json;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

/// <summary>What the Engine does with registries: pulls, pushes, and questions for a manifest.</summary>
public sealed class TransfersApi
{
    private readonly EngineConnection _connection;
    private readonly ImagesApi _images;

    internal TransfersApi(EngineConnection connection, ImagesApi images) => (_connection, _images) = (connection, images);

    /// <summary>Lets the Engine fetch an image from its registry (<c>POST /images/create</c>).</summary>
    /// <param name="reference">The image; without tag or digest it is <c>latest</c>.</param>
    /// <param name="credential">What to show the registry; null for nothing.</param>
    /// <param name="platform">The platform, such as <c>linux/arm64</c>; null for the Engine's own.</param>
    /// <param name="observer">Hears of the layers.</param>
    /// <param name="cancellationToken">Stops the transfer on the Engine.</param>
    /// <returns>The image as the Engine has it.</returns>
    /// <exception cref="EngineException">
    /// <c>ImagePullFailed</c>, <c>RegistryAccessDenied</c>, <c>NoSpaceLeft</c>, <c>EngineStreamCut</c>, or the Engine refused the request.
    /// </exception>
    public async Task<EngineImage> PullAsync(
        string reference, RegistryCredential? credential, string? platform, IOperationObserver observer, CancellationToken cancellationToken = default)
    {
        var name = ImageReference.Parse(reference);
        var question = new EngineQuestion($"Pulling {name.ExactName}", name.ExactName, EngineSubject.Registry);
        var path = "/images/create?" + EngineRequest.Query(("fromImage", name.FamiliarName), ("tag", name.TagOrDigest), ("platform", platform));
        var (decoder, isDocker) = await TransferAsync(question, path, name.Domain, credential, "ImagePullFailed", observer, cancellationToken).ConfigureAwait(false);
        var image = await _images.FindImageAsync(name.ExactName, cancellationToken).ConfigureAwait(false);
        if (image is null || (decoder.PulledDigest is { } digest && !image.IsKnownAs(digest)))
            throw EngineErrors.Cut(question.What, name.ExactName, Messages.EngineSaidThatImageIsThere);
        // A Docker Engine always has a last word; without it, an image that was there before would be taken for the new one.
        return !isDocker || decoder.PullEnded || decoder.PulledDigest is not null || IsId(decoder.LastId, image)
            ? image
            : throw EngineErrors.Cut(question.What, name.ExactName, Messages.EnginesAnswerEndedWithoutSayingThatImage);
    }

    /// <summary>
    /// Lets the Engine send an image to its registry (<c>POST /images/{name}/push</c>). The answer proves failure only:
    /// what the registry has, the registry says, or the Engine when it is asked (<see cref="FindInRegistryAsync"/>).
    /// </summary>
    /// <param name="reference">The image's name; without tag it is <c>latest</c>.</param>
    /// <param name="credential">What to show the registry; null for nothing.</param>
    /// <param name="observer">Hears of the layers.</param>
    /// <param name="cancellationToken">Stops the transfer on the Engine; the local image stays.</param>
    /// <returns>The digest under which the registry has the image.</returns>
    /// <exception cref="EngineException">
    /// <c>ImagePushFailed</c>, <c>RegistryAccessDenied</c>, <c>EngineStreamCut</c>, <c>ImageNotFound</c>, or the Engine refused the request.
    /// </exception>
    public async Task<PushResult> PushAsync(
        string reference, RegistryCredential? credential, IOperationObserver observer, CancellationToken cancellationToken = default)
    {
        var pushed = await SendAsync(reference, credential, observer, cancellationToken).ConfigureAwait(false);
        if (pushed.Digest is not null)
            return pushed;
        var name = ImageReference.Parse(reference).ExactName;
        var image = await _images.FindImageAsync(name, cancellationToken).ConfigureAwait(false);
        return await FindInRegistryAsync(name, credential, cancellationToken).ConfigureAwait(false) is { } digest && image?.IsKnownAs(digest) == true
            ? pushed with { Digest = digest }
            : throw EngineErrors.Cut($"Pushing {name}", name, Messages.EnginesAnswerEndedWithoutDigestOf);
    }

    /// <summary>As <see cref="PushAsync"/>, without asking afterwards: the digest is null where the Engine did not tell it.</summary>
    internal async Task<PushResult> SendAsync(
        string reference, RegistryCredential? credential, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var name = ImageReference.Parse(reference);
        var question = new EngineQuestion($"Pushing {name.ExactName}", name.ExactName, EngineSubject.Registry);
        var path = $"/images/{name.FamiliarName}/push?" + EngineRequest.Query(("tag", name.Tag ?? ImageTag.Latest));
        var (decoder, _) = await TransferAsync(question, path, name.Domain, credential, "ImagePushFailed", observer, cancellationToken).ConfigureAwait(false);
        return new PushResult(name.ExactName, decoder.PushedDigest, decoder.PushedSize);
    }

    private static bool IsId(string? id, EngineImage image) =>
        id is { Length: >= 12 } && image.Id.Contains(id, StringComparison.Ordinal);

    private async Task<(TransferDecoder Decoder, bool IsDocker)> TransferAsync(
        EngineQuestion question, string path, string domain, RegistryCredential? credential, string errorId, IOperationObserver observer, CancellationToken cancellation)
    {
        var throttled = new ThrottledObserver(observer);
        var mask = new SecretMask([], credential is null ? [] : [credential]);
        var decoder = new TransferDecoder(throttled.Progress, question.What);
        var request = new EngineRequest("POST", path) { Headers = [new("X-Registry-Auth", RegistryAuth.Header(domain, credential))] };
        observer.Debug(Messages.FormatRequestOnEndpoint(request, _connection.Endpoint));
        var isDocker = false;
        try
        {
            await using var exchange = await _connection.OpenAsync(question, request, _connection.Timeouts.TransferSilence, cancellation).ConfigureAwait(false);
            isDocker = exchange.Head.IsDocker;
            var reader = new EngineMessageReader(_connection.Watch(exchange.Body, _connection.Timeouts.TransferSilence));
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false) is { } message)
            {
                decoder.Take(message);
                if (decoder.Error is not null)
                    break;
            }
        }
        catch (EngineException error) when (error.EngineMessage is { } words && (error.ErrorId == "EngineError" || mask.Apply(words) != words))
        {
            throw TransferFailure(question, mask.Apply(error.EngineMessage!), errorId, error.StatusCode);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw EngineErrors.Cut(question.What, question.Target, error.Message.TrimEnd('.'), error);
        }
        finally
        {
            throttled.Progress(new OperationProgress(question.What, "Done", 100, Completed: true));
        }

        return decoder.Error is null ? (decoder, isDocker) : throw TransferFailure(question, mask.Apply(decoder.Error), errorId);
    }

    private static EngineException TransferFailure(EngineQuestion question, string words, string errorId, int? status = null)
    {
        var classified = EngineErrors.FromMessage(question.What, question.Target, EngineSubject.Registry, status, words);
        var (id, category, advice) = classified.ErrorId == "EngineError"
            ? (errorId, MlemErrorCategory.ConnectionError, Messages.LookWhetherDockerEngineReachesRegistry)
            : (classified.ErrorId, classified.Category, classified.Recommendation!);
        return new EngineException(
            id,
            category,
            classified.Message,
            status,
            words,
            question.Target,
            Messages.FormatEnginesOwnImagesAreAsThey(advice));
    }

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
                Messages.FormatEngineCannotAskRegistries(_connection.Endpoint.Address),
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
