using System.Text;

namespace Mlem.Docker.Deployment;

/// <summary>Splits a line into words as a POSIX shell does: quotes and backslashes, no expansion.</summary>
internal static class ShellWords
{
    /// <returns>The words; null when a quote is not closed.</returns>
    public static List<string>? Split(string line)
    {
        List<string> words = [];
        StringBuilder? word = null;
        char quote = '\0';
        for (int at = 0; at < line.Length; at++)
        {
            char c = line[at];
            if (quote == '\'' && c != '\'')
            {
                word!.Append(c);
            }
            else if (quote != '\0' && c == quote)
            {
                quote = '\0';
            }
            else if (c == '\\' && (quote == '\0' || (at + 1 < line.Length && line[at + 1] is '"' or '\\')))
            {
                if (++at >= line.Length)
                    return null;
                (word ??= new()).Append(line[at]);
            }
            else if (quote == '\0' && c is '\'' or '"' && quote == '\0')
            {
                quote = c;
                word ??= new();
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (word is not null)
                    words.Add(word.ToString());
                word = null;
            }
            else
            {
                (word ??= new()).Append(c);
            }
        }

        if (quote != '\0')
            return null;
        if (word is not null)
            words.Add(word.ToString());
        return words;
    }
}
