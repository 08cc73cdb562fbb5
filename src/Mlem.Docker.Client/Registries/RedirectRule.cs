namespace Mlem.Docker.Registries;

/// <summary>Which redirects are followed, and what goes along.</summary>
internal static class RedirectRule
{
    public static RegistryRequest Follow(RegistryRequest request, RegistryAnswer answer, bool insecure)
    {
        var from = request.Uri;
        if (answer.Headers.Location is not { } location)
            throw RegistryErrors.AnswerInvalid(from, Messages.FormatItAnswersWithoutLocation((int)answer.Status));
        if (!Uri.TryCreate(from, location, out var target))
            throw RegistryErrors.AnswerInvalid(from, Messages.FormatItAnswersWithoutLocation((int)answer.Status));

        if (target.Scheme != Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttp)
            throw RegistryErrors.RedirectRefused(from, Messages.FormatItLeadsToScheme(target.Scheme));
        if (target.UserInfo.Length > 0)
            throw RegistryErrors.RedirectRefused(from, Messages.ItsTargetHasUserNameIn);
        var bothLocal = RegistryHost.IsLoopback(from.Authority) && RegistryHost.IsLoopback(target.Authority);
        if (target.Scheme == Uri.UriSchemeHttp && !bothLocal && !(insecure && from.Scheme == Uri.UriSchemeHttp))
            throw RegistryErrors.RedirectRefused(from, Messages.FormatItLeadsToUnencryptedHttp(target.Authority));

        var sameOrigin = RegistryRequest.SameOrigin(from, target);
        var reads = request.Method == HttpMethod.Get || request.Method == HttpMethod.Head;
        if (!reads && !(sameOrigin && (int)answer.Status is 307 or 308))
            throw RegistryErrors.RedirectRefused(from, Messages.FormatIsOnlySentToHostIt(request.Method, target.Authority));
        return request with { Uri = target, Authorization = sameOrigin ? request.Authorization : null };
    }
}
