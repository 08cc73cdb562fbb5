using System.Text.Json;

namespace Mlem.Docker.Registries;

/// <summary>An access token of a token server, with the time until which it may be used.</summary>
internal sealed class RegistryToken(string value, DateTimeOffset usableUntil)
{
    // The specification of the token servers: without expires_in a token lasts 60 seconds.
    private const int DefaultSeconds = 60;

    public string Value { get; } = value;

    public bool IsUsable(DateTimeOffset now) => now < usableUntil;

    public static RegistryToken Read(RegistryAnswer answer, DateTimeOffset now)
    {
        try
        {
            using var document = PeerJson.Parse(answer.Body);
            var root = document.RootElement;
            if ((Text(root, "token") ?? Text(root, "access_token")) is { } token && token.All(c => c is > ' ' and < '\x7f'))
            {
                var seconds = root.TryGetProperty("expires_in", out var lifetime) && lifetime.ValueKind == JsonValueKind.Number
                    && lifetime.TryGetInt32(out var given) && given > 0 ? given : DefaultSeconds;

                // A little early, so that it does not run out on its way.
                return new RegistryToken(token, now.AddSeconds(seconds * 0.9));
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // The answer may hold a token, so its text is not shown.
        }

        throw RegistryErrors.AnswerInvalid(answer.Uri, Messages.TokenServersAnswerHasNoToken);
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text ? text : null;
}
