using System.Text.Json;

namespace Mlem.Docker.Configuration;

/// <summary>
/// Reads a file in the form of docker's <c>config.json</c>. As for the docker CLI, a file that is missing or empty has no
/// settings, and the case of a setting's name does not matter.
/// </summary>
internal static class DockerConfigFile
{
    public const string Name = "config.json";

    private const int LargestFile = 4 * 1024 * 1024;

    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement.Clone();

    /// <summary>The settings of a file.</summary>
    /// <exception cref="MlemException"><c>DockerConfigInvalid</c>, <c>DockerConfigUnreadable</c>; no content is told.</exception>
    public static JsonElement Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return Nothing;
            return file.Length > LargestFile
                ? throw Invalid(path, Messages.FormatItIsLargerThanBytes(LargestFile))
                : Parse(File.ReadAllText(path), reason => Invalid(path, reason));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MlemException(
                "DockerConfigUnreadable",
                MlemErrorCategory.ReadError,
                Messages.FormatDockerConfigUnreadable(path, failure.Message),
                path,
                Messages.DockerConfigUnreadableRemedy,
                failure);
        }
    }

    /// <summary>The settings in a text.</summary>
    /// <param name="text">The text, which may be empty.</param>
    /// <param name="refuse">Makes the error from a reason.</param>
    public static JsonElement Parse(string text, Func<string, MlemException> refuse)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Nothing;
        try
        {
            using var document = PeerJson.Parse(text);
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Object => document.RootElement.Clone(),
                JsonValueKind.Null => Nothing,
                _ => throw refuse(Messages.ItsContentIsNoJSONObject),
            };
        }
        catch (JsonException failure)
        {
            // The parser's own message can quote a part of the file, so only the place is told.
            throw refuse(Messages.FormatItIsNoJSONFromLine(failure.LineNumber + 1, failure.BytePositionInLine + 1));
        }
    }

    /// <summary>A setting by its name, whose case does not matter; null where it is missing, or null.</summary>
    public static JsonElement? Setting(this JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            return null;
        if (!parent.TryGetProperty(name, out JsonElement value))
        {
            value = parent.EnumerateObject()
                .LastOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        }

        return value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : value;
    }

    /// <summary>A setting that is a text and not empty.</summary>
    public static string? Text(this JsonElement parent, string name) =>
        parent.Setting(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

    public static MlemException Invalid(string path, string reason) => new(
        "DockerConfigInvalid",
        MlemErrorCategory.InvalidData,
        Messages.FormatDockersConfigFileCannotBeUsed(path, reason),
        path,
        Messages.CorrectFileOrLogInAgain);
}
