using Mlem.Docker.Python.Jinja.Syntax;

namespace Mlem.Docker.Python.Jinja;

/// <summary>
/// What the templates of folders want to be given: the names that they read of a mapping such as <c>env</c> or
/// <c>arg</c>, as <c>env.NAME</c>, <c>env['NAME']</c> or <c>env.get('NAME')</c>.
/// </summary>
public static class TemplateVariables
{
    private const int MostFiles = 50;

    // A mapping's own methods are no variables.
    private static readonly string[] Methods = ["get", "items", "keys", "values", "pop", "copy", "update", "setdefault"];

    /// <summary>The names, each once and in order; a file that is no template has none.</summary>
    /// <param name="folders">The folders, as <c>templates_dir</c> names them.</param>
    /// <param name="mapping">The mapping: <c>env</c> or <c>arg</c>.</param>
    /// <param name="read">Reads a file, or gives null for one that is not to be read; null for one that reads every file.</param>
    public static IReadOnlyList<string> Read(IEnumerable<string> folders, string mapping, Func<string, string?>? read = null) =>
        [.. folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.j2", SearchOption.AllDirectories).Take(MostFiles))
            .SelectMany(file => InText(file, mapping, read ?? File.ReadAllText)).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> InText(string file, string mapping, Func<string, string?> read)
    {
        try
        {
            return read(file) is { } text ? [.. InText(new TemplateSource(text, Path.GetFileName(file), file), mapping)] : [];
        }
        catch (Exception failure) when (failure is TemplateException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IEnumerable<string> InText(TemplateSource source, string mapping)
    {
        List<Token> tokens = new TemplateLexer(source).Read();
        for (int i = 0; i + 2 < tokens.Count; i++)
        {
            bool own = i == 0 || !tokens[i - 1].IsOperator(".");
            if (!own || !tokens[i].IsName(mapping))
                continue;
            string? name = (tokens[i + 1], tokens[i + 2]) switch
            {
                ({ Kind: TokenKind.Operator, Text: "[" }, { Kind: TokenKind.String, Value: string key }) => key,
                ({ Kind: TokenKind.Operator, Text: "." }, { Kind: TokenKind.Name, Text: "get" }) =>
                    i + 4 < tokens.Count && tokens[i + 3].IsOperator("(") ? tokens[i + 4].Value as string : null,
                ({ Kind: TokenKind.Operator, Text: "." }, { Kind: TokenKind.Name, Text: var attribute }) =>
                    Methods.Contains(attribute) ? null : attribute,
                _ => null,
            };
            if (name is { Length: > 0 })
                yield return name;
        }
    }
}
