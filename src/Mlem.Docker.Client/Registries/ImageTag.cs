using Mlem.Docker.Registries;

namespace Mlem.Docker;

/// <summary>The rules for the tag of an image: <c>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}</c>.</summary>
public static class ImageTag
{
    /// <summary>The tag that Docker and MLEM use where none is given.</summary>
    public const string Latest = "latest";

    private const int Longest = 128;

    private static string Rule =>
        Messages.TagHas1To128Letters;

    /// <summary>Whether Docker accepts the text as a tag.</summary>
    public static bool IsValid(string? tag) => tag is not null && Check(tag, 0, tag.Length) is null;

    /// <summary>Answers the tag if Docker accepts it.</summary>
    /// <exception cref="MlemException"><c>ImageTagInvalid</c>: Docker would refuse it. The message names the character.</exception>
    public static string Validate(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return Check(tag, 0, tag.Length) is { } fault ? throw fault.ToTagException(tag) : tag;
    }

    internal static ImageReferenceFault? Check(string text, int start, int end)
    {
        if (start == end)
            return new("tag", Messages.IsEmpty, Rule);
        for (var i = start; i < end; i++)
        {
            var allowed = char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_' || (i > start && text[i] is '.' or '-');
            if (!allowed)
                return ImageReferenceFault.AtCharacter("tag", text, i, Rule);
        }

        return end - start > Longest ? new("tag", Messages.FormatIsCharactersLong(end - start), Rule) : null;
    }
}
