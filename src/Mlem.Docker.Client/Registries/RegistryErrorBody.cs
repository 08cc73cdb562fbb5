using System.Text.Json;

namespace Mlem.Docker.Registries;

/// <summary>
/// The <c>errors</c> of an answer (distribution API), or the <c>details</c>, <c>message</c> or <c>error</c> of a token server's.
/// </summary>
internal sealed record RegistryErrorBody(IReadOnlyList<string> Codes, string Text)
{
    private static readonly RegistryErrorBody Empty = new([], "");

    /// <summary>Whether the registry gave the error code: <c>UNSUPPORTED</c>, <c>NAME_UNKNOWN</c> …</summary>
    public bool Has(string code) => Codes.Contains(code, StringComparer.OrdinalIgnoreCase);

    /// <summary>The text in a form that follows a sentence: <c> (DENIED: no access)</c>; empty without one.</summary>
    /// <param name="credential">What was sent: should the answer repeat its secret, it is blotted out.</param>
    public string InBrackets(RegistryCredential? credential = null) =>
        Text.Length == 0 ? "" : $" ({(credential is null ? Text : credential.Redact(Text))})";

    public static RegistryErrorBody Read(RegistryAnswer answer)
    {
        if (answer.Body.Length == 0 || answer.IsHtml)
            return Empty;
        try
        {
            using var document = PeerJson.Parse(answer.Body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return Empty;
            return root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
                ? OfList(errors.EnumerateArray().Where(error => error.ValueKind == JsonValueKind.Object).ToList())
                : OfTokenServer(root);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return Empty;
        }
    }

    private static RegistryErrorBody OfList(IReadOnlyList<JsonElement> errors) => new(
        [.. errors.Select(error => String(error, "code")).OfType<string>()],
        PlainText.Bound(string.Join("; ", errors.Select(error =>
            string.Join(": ", new[] { String(error, "code"), String(error, "message") }.Where(part => !string.IsNullOrEmpty(part)))))));

    private static RegistryErrorBody OfTokenServer(JsonElement root)
    {
        var code = String(root, "error");
        var text = String(root, "error_description") ?? String(root, "details") ?? String(root, "message");
        return new(
            code is null ? [] : [code],
            PlainText.Bound(string.Join(": ", new[] { code, text }.Where(part => !string.IsNullOrEmpty(part)))));
    }

    private static string? String(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
