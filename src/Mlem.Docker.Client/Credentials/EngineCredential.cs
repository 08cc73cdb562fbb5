using System.Text;
using System.Text.Json;

namespace Mlem.Docker.Engine;

/// <summary>
/// What the Engine shows a registry on our behalf (moby's <c>registry.AuthConfig</c>). Its text form never shows the
/// secrets.
/// </summary>
/// <param name="ServerAddress">The registry, such as <c>registry.example:5000</c> or <c>https://index.docker.io/v1/</c>.</param>
/// <param name="Username">The user; null with an identity or registry token.</param>
/// <param name="Password">The password or access token of the user.</param>
/// <param name="IdentityToken">A refresh token of the registry's token server.</param>
/// <param name="RegistryToken">A bearer token that is sent to the registry as it is.</param>
public sealed record EngineCredential(
    string ServerAddress, string? Username, string? Password, string? IdentityToken = null, string? RegistryToken = null)
{
    /// <summary>The registry and the user, without secrets.</summary>
    public override string ToString() => $"{ServerAddress} ({Username ?? "token"})";

    internal IEnumerable<string> Secrets() =>
        new[] { Password, IdentityToken, RegistryToken }.Where(secret => !string.IsNullOrEmpty(secret))!;

    /// <summary>The value of <c>X-Registry-Auth</c>; an empty object where there is no credential, since a push needs the header.</summary>
    internal static string Header(EngineCredential? credential) =>
        Encode(credential is null ? [] : credential.Fields());

    /// <summary>The value of <c>X-Registry-Config</c>: what to show to which registry while a build pulls its base images.</summary>
    internal static string ConfigHeader(IEnumerable<EngineCredential> credentials) =>
        Encode(credentials.GroupBy(one => one.ServerAddress).ToDictionary(group => group.Key, group => group.First().Fields()));

    private Dictionary<string, string> Fields()
    {
        Dictionary<string, string> fields = new() { ["serveraddress"] = ServerAddress };
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                fields[name] = value;
        }

        Add("username", Username);
        Add("password", Password);
        Add("identitytoken", IdentityToken);
        Add("registrytoken", RegistryToken);
        return fields;
    }

    // Base64 for URLs, with its padding, as moby decodes it.
    private static string Encode<T>(Dictionary<string, T> value) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value))).Replace('+', '-').Replace('/', '_');
}
