using System.Net;
using Mlem.Docker.Registries;

namespace Mlem.Docker;

public sealed partial class RegistryClient
{
    private const int MostTagsLookedAt = 200;

    /// <summary>
    /// Deletes an image. A digest is deleted as such. A tag is deleted alone where the registry can do that (OCI
    /// distribution 1.1); else its manifest is, and with it every tag that points to the same manifest: a warning names them.
    /// </summary>
    /// <returns>The digest that the deleted reference had.</returns>
    /// <exception cref="MlemException"><c>ManifestNotFound</c>, <c>RegistryDeleteNotOffered</c>, or a failure of the connection or the login.</exception>
    public async Task<string> DeleteManifestAsync(ImageReference image, CancellationToken cancellationToken = default)
    {
        var found = await HeadManifestAsync(image, cancellationToken).ConfigureAwait(false)
            ?? throw RegistryErrors.ManifestNotFound(image, "");
        if (image.Digest is null && await DeleteAsync(image, image.TagOrDigest, isTag: true, cancellationToken).ConfigureAwait(false))
            return found.Digest;
        await WarnOfOtherTagsAsync(image, found.Digest, cancellationToken).ConfigureAwait(false);
        await DeleteAsync(image, found.Digest, isTag: false, cancellationToken).ConfigureAwait(false);
        return found.Digest;
    }

    private async Task WarnOfOtherTagsAsync(ImageReference image, string digest, CancellationToken cancellationToken)
    {
        string others;
        try
        {
            others = string.Join(", ", await OtherTagsAsync(image, digest, cancellationToken).ConfigureAwait(false));
        }
        catch (MlemException failure)
        {
            // Who may delete need not be allowed to list.
            others = Messages.FormatWhichOnesIsNotKnown(failure.Message);
        }

        if (others.Length > 0)
        {
            _options.Observer.Warning(
                Messages.FormatDeletesImagesNotSingleTagsWith(Domain, image.Familiar, others));
        }
    }

    private async Task<List<string>> OtherTagsAsync(ImageReference image, string digest, CancellationToken cancellationToken)
    {
        var others = new List<string>();
        var looked = 0;
        await foreach (var tag in ListTagsAsync(image, cancellationToken).ConfigureAwait(false))
        {
            if (tag == image.Tag || !ImageTag.IsValid(tag))
                continue;
            if (++looked > MostTagsLookedAt)
            {
                others.Add(Messages.AndPerhapsMore);
                break;
            }

            var other = await HeadManifestAsync(image with { Tag = tag, Digest = null }, cancellationToken).ConfigureAwait(false);
            if (other?.Digest == digest)
                others.Add(tag);
        }

        return others;
    }

    private async Task<bool> DeleteAsync(ImageReference image, string tagOrDigest, bool isTag, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            HttpMethod.Delete,
            $"/v2/{image.Repository}/manifests/{tagOrDigest}",
            Scope(image, "delete"),
            Messages.FormatToDeleteImageFamiliar(image.Familiar),
            cancellationToken).ConfigureAwait(false);
        if (answer.IsSuccess)
            return true;
        // A first attempt may have deleted it although its answer was lost; only the registry knows.
        bool there = answer.Status != HttpStatusCode.NotFound || (isTag && answer.Attempts == 1)
            || await HeadManifestAsync(image, cancellationToken).ConfigureAwait(false) is not null;
        if (!there && answer.Attempts > 1)
            return true;
        if (isTag && (int)answer.Status is 400 or 404 or 405 or 501)
            return false;

        var body = RegistryErrorBody.Read(answer);
        throw (int)answer.Status switch
        {
            404 when there => RegistryErrors.DeleteNotOffered(image, body.InBrackets(_credential)),
            404 => RegistryErrors.ManifestNotFound(image, body.InBrackets(_credential)),
            405 or 501 => RegistryErrors.DeleteNotOffered(image, body.InBrackets(_credential)),
            400 when body.Has("UNSUPPORTED") => RegistryErrors.DeleteNotOffered(image, body.InBrackets(_credential)),
            _ => RegistryAnswerRule.Explain(answer, Messages.FormatToDeleteImageFamiliar(image.Familiar), _credential),
        };
    }
}
