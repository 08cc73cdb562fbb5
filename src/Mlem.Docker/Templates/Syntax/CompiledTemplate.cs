namespace Mlem.Docker.Templates.Syntax;

/// <summary>A template that is ready to run.</summary>
/// <param name="Source">Its text.</param>
/// <param name="Body">Its statements.</param>
/// <param name="Blocks">Its blocks, by name.</param>
/// <param name="UsesSelf">Whether it reads <c>self</c>.</param>
/// <param name="Hidden">Names that are undefined until it sets them; see <see cref="Symbols"/>.</param>
internal sealed record CompiledTemplate(
    TemplateSource Source,
    IReadOnlyList<Statement> Body,
    IReadOnlyDictionary<string, Block> Blocks,
    bool UsesSelf,
    IReadOnlyList<string> Hidden);
