namespace Mlem.Docker.Python.Yaml;

/// <summary>
/// A plain text with a word that begins with '*', as the first key of a mapping: <c>a *b: c</c>. PyYAML writes such keys;
/// YamlDotNet takes the word for an alias and reads over the ':'. So the text is read again with another character there,
/// which no text may hold.
/// </summary>
internal sealed class YamlStars(int start) : Exception
{
    /// <summary>How often a text is read again.</summary>
    public const int MostReadings = 100;

    private const char Mask = '\uFFFE';

    public string Hide(string text)
    {
        char[] hidden = text.ToCharArray();
        for (int i = start + 1; i < text.Length - 1 && !IsKeyEnd(text, i); i++)
        {
            if (text[i] == '*' && YamlCharacters.IsBlankBreakOrEnd(text[i - 1])) hidden[i] = Mask;
        }

        return new(hidden);
    }

    public static bool IsIn(string text, int start)
    {
        int i = start + 1;
        while (i < text.Length - 1 && !IsKeyEnd(text, i) && !(text[i] == '*' && YamlCharacters.IsBlankBreakOrEnd(text[i - 1]))) i++;
        return i < text.Length && text[i] == '*';
    }

    public static string Show(string value) => value.Replace(Mask, '*');

    private static bool IsKeyEnd(string text, int i) =>
        text[i] == ':' && (i + 1 == text.Length || YamlCharacters.IsBlankBreakOrEnd(text[i + 1]));
}
