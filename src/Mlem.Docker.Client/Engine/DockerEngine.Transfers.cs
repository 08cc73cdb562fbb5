using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine;

public sealed partial class DockerEngine
{
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
        string reference, EngineCredential? credential, string? platform, IOperationObserver observer, CancellationToken cancellationToken = default)
    {
        var name = ImageName.Parse(reference);
        var question = new EngineQuestion($"Pulling {name.Full}", name.Full, EngineSubject.Image);
        var path = "/images/create?" + Query(("fromImage", name.Name), ("tag", name.Digest ?? name.Tag ?? "latest"), ("platform", platform));
        var decoder = await TransferAsync(question, path, credential, "ImagePullFailed", observer, cancellationToken).ConfigureAwait(false);
        if (!decoder.PullEnded)
            throw EngineErrors.Cut(question.What, name.Full, Messages.EnginesAnswerEndedWithoutSayingThatImage);
        var image = await FindImageAsync(name.Full, cancellationToken).ConfigureAwait(false);
        var digest = "@" + decoder.PulledDigest;
        return image is not null && (decoder.PulledDigest is null || image.RepositoryDigests.Any(one => one.EndsWith(digest, StringComparison.Ordinal)))
            ? image
            : throw EngineErrors.Cut(question.What, name.Full, Messages.EngineSaidThatImageIsThere);
    }

    /// <summary>
    /// Lets the Engine send an image to its registry (<c>POST /images/{name}/push</c>). The result's digest is what to
    /// ask the registry for, to be sure that it has it.
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
        string reference, EngineCredential? credential, IOperationObserver observer, CancellationToken cancellationToken = default)
    {
        var name = ImageName.Parse(reference);
        var question = new EngineQuestion($"Pushing {name.Full}", name.Full, EngineSubject.Image);
        var path = $"/images/{name.Name}/push?" + Query(("tag", name.Tag ?? "latest"));
        var decoder = await TransferAsync(question, path, credential, "ImagePushFailed", observer, cancellationToken).ConfigureAwait(false);
        return decoder.PushedDigest is { } digest
            ? new PushResult(name.Full, digest, decoder.PushedSize)
            : throw EngineErrors.Cut(question.What, name.Full, Messages.EnginesAnswerEndedWithoutDigestOf);
    }

    private async Task<TransferDecoder> TransferAsync(
        EngineQuestion question, string path, EngineCredential? credential, string errorId, IOperationObserver observer, CancellationToken cancellation)
    {
        var throttled = new ThrottledObserver(observer);
        var mask = new SecretMask([], credential is null ? [] : [credential]);
        var decoder = new TransferDecoder(throttled.Progress, question.What);
        var request = new EngineRequest("POST", path) { Headers = [new("X-Registry-Auth", EngineCredential.Header(credential))] };
        observer.Debug(Messages.FormatRequestOnEndpoint(request, Endpoint));
        try
        {
            await using var exchange = await _connection.OpenAsync(question, request, _connection.Timeouts.TransferSilence, cancellation).ConfigureAwait(false);
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
            throw TransferFailure(question, mask.Apply(error.EngineMessage!), errorId);
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

        return decoder.Error is null ? decoder : throw TransferFailure(question, mask.Apply(decoder.Error), errorId);
    }

    private static EngineException TransferFailure(EngineQuestion question, string words, string errorId)
    {
        var classified = EngineErrors.FromMessage(question.What, question.Target, EngineSubject.Engine, null, words);
        if (classified.ErrorId != "EngineError")
            return classified;
        var (id, category, advice) = RegistryTrouble.Find(classified)
            ?? (errorId, MlemErrorCategory.ConnectionError, Messages.LookWhetherDockerEngineReachesRegistry);
        return new EngineException(
            id,
            category,
            classified.Message,
            engineMessage: words,
            target: question.Target,
            recommendation: Messages.FormatEnginesOwnImagesAreAsThey(advice));
    }
}
