using System.Text;
using System.Text.Json;
using Docker.DotNet.Models;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Engine;

/// <summary>What the Engine shows a registry on our behalf, as moby reads it (<c>registry.AuthConfig</c>). All of it is secret.</summary>
internal static class RegistryAuth
{
    private static readonly JsonSerializerOptions WithoutNulls = new()
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <param name="domain">The registry: <c>docker.io</c>, <c>registry.example:5000</c>.</param>
    /// <param name="credential">The login for it.</param>
    public static AuthConfig Typed(string domain, RegistryCredential credential) => new()
    {
        ServerAddress = RegistryHost.LoginAddress(domain),
        Username = Known(credential.UserName),
        Password = Known(credential.Password),
        IdentityToken = Known(credential.IdentityToken),
        RegistryToken = Known(credential.RegistryToken),
    };

    /// <summary>The value of <c>X-Registry-Auth</c>; an empty object where there is no credential, since a push needs the header.</summary>
    public static string Header(string domain, RegistryCredential? credential) =>
        Encode(credential is null ? new AuthConfig() : Typed(domain, credential));

    /// <summary>The value of <c>X-Registry-Config</c>: what to show to which registry while a build pulls its base images.</summary>
    public static string ConfigHeader(IEnumerable<KeyValuePair<string, RegistryCredential>> credentials) =>
        Encode(credentials.ToDictionary(one => RegistryHost.LoginAddress(one.Key), one => Typed(one.Key, one.Value)));

    /// <summary>Base64 in the alphabet for URLs, the only one that moby decodes.</summary>
    public static string ForUrls(string base64) => base64.Replace('+', '-').Replace('/', '_');

    private static string? Known(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Encode<T>(T value) =>
        ForUrls(Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value, WithoutNulls))));
}
