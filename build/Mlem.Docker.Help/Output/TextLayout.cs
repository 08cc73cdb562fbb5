namespace Mlem.Docker.Help.Output;

/// <summary>Words in lines of 80 columns.</summary>
internal static class TextLayout
{
    public const int Width = 80;

    /// <summary>Lines of whole words, each after an indent; a word that is longer stands alone.</summary>
    public static IEnumerable<string> Wrap(string text, string indent)
    {
        string line = indent;
        foreach (string word in text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > indent.Length && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = indent;
            }

            line += line.Length == indent.Length ? word : " " + word;
        }

        yield return line;
    }

    /// <summary>The item of a list: its mark, and its words beside it.</summary>
    public static IEnumerable<string> Item(string mark, string text, string indent)
    {
        string[] lines = [.. Wrap(text, indent + new string(' ', mark.Length))];
        lines[0] = indent + mark + lines[0][(indent.Length + mark.Length)..];
        return lines;
    }
}
