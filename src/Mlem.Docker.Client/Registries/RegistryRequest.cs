using System.Net.Http.Headers;

namespace Mlem.Docker.Registries;

/// <summary>A request that can be sent more than once.</summary>
internal sealed record RegistryRequest(HttpMethod Method, Uri Uri)
{
    public IReadOnlyList<string> Accept { get; init; } = [];

    public AuthenticationHeaderValue? Authorization { get; init; }

    /// <summary>Fields of a form to post; null for a request without content.</summary>
    public IReadOnlyDictionary<string, string>? Form { get; init; }

    /// <summary>Host and port and scheme: to nobody else may the credential go.</summary>
    public static bool SameOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Uri);
        foreach (var type in Accept)
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        message.Headers.Authorization = Authorization;
        if (Form is not null)
            message.Content = new FormUrlEncodedContent(Form);
        return message;
    }

    // Records print all properties; this one would print the credential.
    public override string ToString() => $"{Method} {Uri}";
}
