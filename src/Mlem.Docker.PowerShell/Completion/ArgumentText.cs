namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Values as they stand on a command line.</summary>
internal static class ArgumentText
{
    // What ends a bare word, or means something else at its beginning or in it.
    private static readonly System.Buffers.SearchValues<char> Special =
        System.Buffers.SearchValues.Create(" \t\r\n'\"`$;,|&<>(){}#@");

    /// <summary>The value that was begun, and the quote that it was begun with.</summary>
    public static (string Word, char? Quote) Read(string? text)
    {
        string word = text ?? string.Empty;
        if (word.Length == 0 || word[0] is not ('\'' or '"'))
            return (word, null);
        char quote = word[0];
        word = word[1..];
        return (word.EndsWith(quote) ? word[..^1] : word, quote);
    }

    /// <summary>The value so that PowerShell reads it as it is.</summary>
    public static string Write(string value, char? quote) =>
        quote is null && value.Length > 0 && value.AsSpan().IndexOfAny(Special) < 0
            ? value
            : quote is '"' && value.AsSpan().IndexOfAny("\"`$") < 0
                ? $"\"{value}\""
                : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
