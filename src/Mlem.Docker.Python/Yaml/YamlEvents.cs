using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Mlem.Docker.Python.Yaml;

/// <summary>
/// The events of YamlDotNet's parser, one ahead. Whatever it throws becomes a <see cref="YamlException"/> with a place.
/// </summary>
internal sealed class YamlEvents
{
    // As long as PyYAML's 1,024 characters can be in UTF-16, which YamlDotNet counts.
    private const int LongestKey = 2048;

    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private readonly YamlFault _fault;
    private ParsingEvent? _next;

    public YamlEvents(string text, string? source)
    {
        _scanner = new(new StringReader(text), skipComments: true, LongestKey);
        _parser = new(_scanner);
        _fault = new(text, source);
    }

    public ParsingEvent Next => _next ??= Read();

    public ParsingEvent Take()
    {
        ParsingEvent taken = Next;
        _next = null;
        return taken;
    }

    /// <summary>The parser puts the end of a text that ends in the middle of a line into the next line.</summary>
    public static YamlMark MarkOf(in Mark mark, string text) =>
        mark.Index >= text.Length ? YamlText.FindMark(text, text.Length) : new((int)mark.Line, (int)mark.Column);

    private ParsingEvent Read()
    {
        try
        {
            return _parser.MoveNext() ? _parser.Current! : throw new InvalidOperationException("The parser has no more events.");
        }
        catch (Exception e) when (e is YamlDotNet.Core.YamlException or InvalidOperationException or ArgumentException)
        {
            // The last two come from broken texts too: a tag that is no URI, something after '...'.
            throw _fault.Translate(e, _scanner.CurrentPosition);
        }
    }
}
