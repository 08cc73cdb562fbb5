namespace Mlem.Docker.Registries;

/// <summary>What an answer that is neither what was asked for nor a 401, 403 or 404 means.</summary>
internal static class RegistryAnswerRule
{
    public static MlemException Explain(RegistryAnswer answer, string what, RegistryCredential? credential)
    {
        var host = answer.Uri.Authority;
        var status = (int)answer.Status;
        var details = RegistryErrorBody.Read(answer).InBrackets(credential);
        return status switch
        {
            429 => RegistryErrors.RateLimited(host, RetryRule.RetryAfter(answer), details),
            >= 500 => RegistryErrors.Unavailable(host, status, RetryRule.RetryAfter(answer), details),
            _ when answer.IsHtml => RegistryErrors.NotARegistry(answer.Uri, Messages.FormatAnswersWithHTMLPage(status)),
            _ => RegistryErrors.Refused(answer.Uri, what, status, details),
        };
    }
}
