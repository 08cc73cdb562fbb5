using System.Text;

namespace Mlem.Docker.Requirements;

/// <summary>The options of one line of a requirements or constraints file, as pip's own option parser reads them.</summary>
/// <param name="Values">Long name and value (null for a switch) of each, in order.</param>
internal sealed record PipLineOptions(IReadOnlyList<(string Name, string? Value)> Values)
{
    // What pip 20 to 26 accept inside a file, and whether a value follows.
    private static readonly Dictionary<string, bool> Known = new(StringComparer.Ordinal)
    {
        ["--index-url"] = true,
        ["--pypi-url"] = true,
        ["--extra-index-url"] = true,
        ["--no-index"] = false,
        ["--constraint"] = true,
        ["--requirement"] = true,
        ["--editable"] = true,
        ["--find-links"] = true,
        ["--no-binary"] = true,
        ["--only-binary"] = true,
        ["--prefer-binary"] = false,
        ["--require-hashes"] = false,
        ["--pre"] = false,
        ["--all-releases"] = true,
        ["--only-final"] = true,
        ["--trusted-host"] = true,
        ["--use-feature"] = true,
        ["--hash"] = true,
        ["--global-option"] = true,
        ["--install-option"] = true,
        ["--config-settings"] = true,
    };

    private static readonly Dictionary<char, string> Short = new()
    {
        ['i'] = "--index-url",
        ['c'] = "--constraint",
        ['r'] = "--requirement",
        ['e'] = "--editable",
        ['f'] = "--find-links",
        ['C'] = "--config-settings",
    };

    /// <summary>Cuts a line into the requirement and its options: these begin at the first word with a dash.</summary>
    public static (string Requirement, PipLineOptions Options) Split(string line)
    {
        int start = line.StartsWith('-') ? 0 : line.IndexOf(" -", StringComparison.Ordinal);
        return start < 0
            ? (line, new PipLineOptions([]))
            : (line[..start].Trim(), new PipLineOptions(Read(Words(line[start..])).ToList()));
    }

    public string? Find(string name) => Values.FirstOrDefault(v => v.Name == name).Value;

    private static IEnumerable<(string Name, string? Value)> Read(List<string> words)
    {
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            if (!word.StartsWith('-') || word.Length < 2)
                continue;
            bool isLong = word.StartsWith("--", StringComparison.Ordinal);
            int equals = isLong ? word.IndexOf('=', StringComparison.Ordinal) : -1;
            string name = isLong ? LongName(equals < 0 ? word : word[..equals]) : ShortName(word);
            string? attached = equals >= 0 ? word[(equals + 1)..] : !isLong && word.Length > 2 ? word[2..] : null;
            if (!Known[name] && attached is not null)
                throw new FormatException(Messages.FormatOptionTakesNoValue(name));
            if (Known[name] && attached is null)
                attached = ++i < words.Count ? words[i] : throw new FormatException(Messages.FormatOptionNeedsValue(name));
            if (name == "--hash")
                CheckHash(attached!);
            yield return (name, attached);
        }
    }

    // A long option may be cut short as long as it stays the only one that fits.
    private static string LongName(string word)
    {
        if (Known.ContainsKey(word))
            return word;
        string[] fits = Known.Keys.Where(k => k.StartsWith(word, StringComparison.Ordinal)).ToArray();
        return fits.Length == 1 ? fits[0] : throw new FormatException(Messages.FormatPipKnowsNoOptionInSuch(word));
    }

    private static string ShortName(string word) => Short.TryGetValue(word[1], out string? name)
        ? name
        : throw new FormatException(Messages.FormatPipKnowsNoOptionInSuch(word[..2]));

    private static void CheckHash(string value)
    {
        int colon = value.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            throw new FormatException(Messages.HashNeedsFormSha256Digest);
        if (value[..colon] is not ("sha256" or "sha384" or "sha512"))
            throw new FormatException(Messages.HashKnowsSha256Sha384AndSha512);
    }

    // Words as a POSIX shell cuts them: quotes group, a backslash takes the next character as it is.
    private static List<string> Words(string text)
    {
        List<string> words = [];
        StringBuilder? word = null;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && quote != '\'')
                (word ??= new()).Append(++i < text.Length ? text[i] : throw new FormatException(Messages.BackslashEndsOptions));
            else if (quote != '\0' && c == quote)
                quote = '\0';
            else if (quote == '\0' && c is '"' or '\'')
                (quote, word) = (c, word ?? new());
            else if (quote == '\0' && char.IsWhiteSpace(c))
                (word, _) = (null, Add(words, word));
            else
                (word ??= new()).Append(c);
        }
        if (quote != '\0')
            throw new FormatException(Messages.QuotationMarkOfOptionsIsNever);
        Add(words, word);
        return words;
    }

    private static bool Add(List<string> words, StringBuilder? word)
    {
        if (word is not null)
            words.Add(word.ToString());
        return word is not null;
    }
}
