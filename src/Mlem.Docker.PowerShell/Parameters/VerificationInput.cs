using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using Mlem.Docker.PowerShell.Conversion;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>The inputs of -VerifyInput: methods with a value each, as a hashtable, an object, or JSON text.</summary>
internal static class VerificationInput
{
    public static IReadOnlyList<KeyValuePair<string, object?>> Read(object input)
    {
        object value = input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;
        return value switch
        {
            IDictionary table => [.. table.Cast<DictionaryEntry>().Select(e => KeyValuePair.Create(e.Key.ToString()!, Plain(e.Value)))],
            PSObject custom => [.. custom.Properties.Select(p => KeyValuePair.Create(p.Name, Plain(p.Value)))],
            string json => OfJson(json),
            _ => throw Invalid(input),
        };
    }

    private static object? Plain(object? value) => PlainInput.From(value);

    private static KeyValuePair<string, object?>[] OfJson(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return [.. document.RootElement.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, (object?)p.Value.GetRawText()))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Invalid(text, e);
        }
    }

    private static MlemException Invalid(object input, Exception? inner = null) => new(
        "VerifyInputInvalid",
        MlemErrorCategory.InvalidArgument,
        Messages.VerifyInputInvalid,
        input,
        "Write @{ predict = ... }, or JSON: '{\"predict\": {...}}'.",
        inner);
}
