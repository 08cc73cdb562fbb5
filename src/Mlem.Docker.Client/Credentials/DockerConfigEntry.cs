using System.Text;
using System.Text.Json;

namespace Mlem.Docker.Registries;

/// <summary>One entry of <c>auths</c> in docker's config file.</summary>
internal readonly struct DockerConfigEntry(JsonElement entry)
{
    public RegistryCredential? Read(string origin, Func<string, MlemException> refuse)
    {
        if (Text("registrytoken") is { } registryToken)
            return RegistryCredential.FromRegistryToken(registryToken, origin);
        if (Text("identitytoken") is { } identityToken)
            return RegistryCredential.FromIdentityToken(identityToken, origin);
        if (Text("auth") is { } auth)
            return Decode(auth, origin, refuse);
        return Text("username") is { } userName && Text("password") is { } password
            ? RegistryCredential.FromPassword(userName, password, origin)
            : null;
    }

    private static RegistryCredential Decode(string auth, string origin, Func<string, MlemException> refuse)
    {
        var bytes = new byte[auth.Length];
        if (!Convert.TryFromBase64String(auth, bytes, out var length))
            throw refuse(Messages.HasAuthThatIsNoBase64);
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':');
        if (colon <= 0)
            throw refuse(Messages.HasAuthThatIsNotUser);
        return RegistryCredential.FromPassword(text[..colon], text[(colon + 1)..].Trim('\0'), origin);
    }

    private string? Text(string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text ? text : null;
}
