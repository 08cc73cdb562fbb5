using System.Text;

namespace Mlem.Docker;

/// <summary>
/// How to prove to a registry who we are: user name and password, or an identity token (exchanged for access tokens
/// at the registry's token server), or a registry token (sent as it is). The secrets are visible to the engine only:
/// no <c>ToString</c>, format view or JSON shows them.
/// </summary>
public sealed record RegistryCredential
{
    private RegistryCredential(string? userName, string origin)
    {
        UserName = userName;
        Origin = origin;
    }

    /// <summary>The user name; null with a token.</summary>
    public string? UserName { get; }

    /// <summary>Where the credential was found, for messages: <c>the environment variables …</c>.</summary>
    public string Origin { get; init; }

    /// <summary>Whether it is an identity token or a registry token instead of a password.</summary>
    public bool IsToken => Password is null;

    internal string? Password { get; private init; }

    internal string? IdentityToken { get; private init; }

    internal string? RegistryToken { get; private init; }

    /// <summary>A user name with a password or an access token used as one.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static RegistryCredential FromPassword(string userName, string password, string? origin = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(userName);
        ArgumentNullException.ThrowIfNull(password);
        return new RegistryCredential(userName, origin ?? Messages.TheCredentialGiven) { Password = password };
    }

    /// <summary>An OAuth2 refresh token, as <c>docker login</c> keeps it in <c>identitytoken</c>.</summary>
    public static RegistryCredential FromIdentityToken(string token, string? origin = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return new RegistryCredential(null, origin ?? Messages.TheIdentityTokenGiven) { IdentityToken = token };
    }

    /// <summary>A bearer token that is sent to the registry as it is.</summary>
    public static RegistryCredential FromRegistryToken(string token, string? origin = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return new RegistryCredential(null, origin ?? Messages.TheRegistryTokenGiven) { RegistryToken = token };
    }

    /// <summary>Kind and user name, never a secret.</summary>
    public override string ToString() =>
        RegistryToken is not null ? Messages.RegistryToken
        : IdentityToken is not null ? Messages.IdentityToken
        : $"user '{UserName}'";

    internal IEnumerable<string> Secrets() =>
        new[] { Password, IdentityToken, RegistryToken }.Where(secret => !string.IsNullOrEmpty(secret))!;

    // Some servers repeat what they were sent in their error.
    internal string Redact(string text)
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}"));
        return Secrets().Append(basic).Aggregate(text, (shown, secret) => shown.Replace(secret, "***", StringComparison.Ordinal));
    }
}
