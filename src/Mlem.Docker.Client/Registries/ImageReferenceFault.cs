using System.Text;

namespace Mlem.Docker.Registries;

/// <summary>Why a text is no image reference.</summary>
/// <param name="Part">The part it is about: <c>tag</c>, <c>repository</c> …</param>
/// <param name="Problem">What is wrong with it, as the rest of a sentence that begins with the part.</param>
/// <param name="Rule">What is allowed there, as a whole sentence.</param>
internal sealed record ImageReferenceFault(string Part, string Problem, string Rule)
{
    private const int LongestShown = 300;

    public static ImageReferenceFault AtCharacter(string part, string text, int index, string rule) =>
        index < text.Length
            ? new(part, Messages.FormatHasAtCharacter(Show(text, index), index + 1), rule)
            : new(part, Messages.FormatEndsTooEarlyAfterCharacter(text.Length), rule);

    public MlemException ToException(string text) => new(
        "ImageReferenceInvalid",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatIsNotImageReferenceThatDocker(ShowText(text), Part, Problem, Rule),
        PlainText.WithoutPassword(text),
        Messages.CorrectNameRepositoryTagOrRegistry);

    public MlemException ToTagException(string tag) => new(
        "ImageTagInvalid",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatImageTagInvalid(ShowText(tag), Problem, Rule),
        tag,
        Messages.ImageTagInvalidRemedy);

    // A stray space, tab or look-alike letter is what people cannot see, so it is named by its code.
    private static string Show(string text, int index)
    {
        var rune = Rune.TryGetRuneAt(text, index, out var whole) ? whole : Rune.ReplacementChar;
        return rune.Value is > 0x20 and < 0x7F ? $"'{rune}'" : $"U+{rune.Value:X4}";
    }

    private static string ShowText(string text)
    {
        var shown = new StringBuilder();
        text = PlainText.WithoutPassword(text);
        foreach (var character in text.Length > LongestShown ? text[..LongestShown] + "…" : text)
            shown.Append(char.IsControl(character) ? $"\\u{(int)character:x4}" : character.ToString());
        return shown.ToString();
    }
}
