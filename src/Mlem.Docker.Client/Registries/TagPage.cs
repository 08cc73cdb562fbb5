using System.Text.Json;

namespace Mlem.Docker.Registries;

/// <summary>One page of a list of tags.</summary>
internal static class TagPage
{
    public static IReadOnlyList<string> Read(RegistryAnswer answer)
    {
        try
        {
            using var document = PeerJson.Parse(answer.Body);

            // A repository whose last tag is gone has null.
            var tags = document.RootElement.GetProperty("tags");
            return tags.ValueKind == JsonValueKind.Null
                ? []
                : [.. tags.EnumerateArray().Select(tag => tag.GetString()).OfType<string>()];
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw answer.IsHtml
                ? RegistryErrors.NotARegistry(answer.Uri, Messages.AnswersWithHtml)
                : RegistryErrors.AnswerInvalid(answer.Uri, Messages.ItsListOfTagsCannotBe);
        }
    }

    /// <summary>Path and query of the next page from the <c>Link</c> header (RFC 8288); null at the end.</summary>
    public static string? Next(RegistryAnswer answer)
    {
        if (answer.Header("Link") is not { } link || !link.Contains("next", StringComparison.OrdinalIgnoreCase))
            return null;
        var start = link.IndexOf('<');
        var end = link.IndexOf('>');
        if (start < 0 || end < start || !Uri.TryCreate(answer.Uri, link[(start + 1)..end], out var next))
            throw RegistryErrors.AnswerInvalid(answer.Uri, Messages.LinkToItsNextPageCannot);

        // Behind a proxy that ends TLS, some registries name themselves wrongly; only the path counts, so the credential stays here.
        return next.PathAndQuery;
    }
}
