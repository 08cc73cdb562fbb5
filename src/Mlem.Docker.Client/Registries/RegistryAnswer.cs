using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Mlem.Docker.Registries;

/// <summary>A whole answer of a registry or token server, its body bounded.</summary>
/// <param name="Uri">Where it came from, after redirects.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">The answer's headers.</param>
/// <param name="MediaType">The content's type without parameters, lower-case; null without one.</param>
/// <param name="Length">The length that the answer names, in bytes; for HEAD the length a GET would have.</param>
/// <param name="Body">The content.</param>
/// <param name="Attempts">How often the request was sent.</param>
internal sealed record RegistryAnswer(
    Uri Uri,
    HttpStatusCode Status,
    HttpResponseHeaders Headers,
    string? MediaType,
    long? Length,
    byte[] Body,
    int Attempts)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public bool IsHtml => MediaType is "text/html" or "application/xhtml+xml"
        || Encoding.UTF8.GetString(Body, 0, Math.Min(Body.Length, 256)).TrimStart('\uFEFF', ' ', '\r', '\n', '\t')
            .StartsWith('<');

    /// <summary>Set by every implementation of the distribution API, on every answer.</summary>
    public bool NamesRegistryApi => Header("Docker-Distribution-Api-Version")?.Contains("registry/2.0", StringComparison.Ordinal) ?? false;

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
