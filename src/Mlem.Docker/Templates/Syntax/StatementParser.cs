using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Syntax;

/// <summary>Reads a template: text, output and tags.</summary>
internal sealed partial class StatementParser
{
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private readonly int _maxNesting;
    private readonly Dictionary<string, Block> _blocks = new(StringComparer.Ordinal);
    private readonly List<string> _openTags = [];
    private bool _alwaysExtends;
    private int _nesting;

    /// <summary>Where the tag being read stands, as far as the rules about names of filters and <c>extends</c> go.</summary>
    private Surroundings _at = new(TopLevel: true, Root: true, Conditional: false, Silenced: true);

    private StatementParser(TemplateSource source, int maxNesting)
    {
        _tokens = new TokenStream(source);
        _expressions = new ExpressionParser(_tokens, maxNesting);
        _maxNesting = maxNesting;
    }

    /// <summary>What encloses a tag.</summary>
    /// <param name="TopLevel">Nothing but <c>if</c>.</param>
    /// <param name="Root">Nothing at all.</param>
    /// <param name="Conditional">An <c>if</c>: unknown filters fail only when they run.</param>
    /// <param name="Silenced">Output here is dropped once the template extends another.</param>
    private readonly record struct Surroundings(bool TopLevel, bool Root, bool Conditional, bool Silenced);

    public static CompiledTemplate Parse(TemplateSource source, TemplateLimits limits)
    {
        if (source.Text.Length > limits.MaxTemplateLength)
            throw source.SyntaxError($"the template has more than {limits.MaxTemplateLength} characters", 0, 0);
        try
        {
            StatementParser parser = new(source, limits.MaxNesting);
            List<Statement> body = parser.ParseBody();
            if (parser._expressions.Unknown is [var first, ..])
                throw source.SyntaxError(first.Reason, first.Start, first.Stop);
            bool usesSelf = NameUse.Undeclared(body, "self").Count > 0;
            Symbols symbols = new(null);
            if (usesSelf) symbols.Declare("self");
            symbols.Visit(body);
            foreach (Statement statement in body) statement.Resolve(symbols);
            return new CompiledTemplate(source, body, parser._blocks, usesSelf, symbols.Hidden);
        }
        catch (PythonError e)
        {
            throw source.SyntaxError(e.Message, 0, 0);
        }
    }

    private List<Statement> ParseBody(params string[] endTags)
    {
        if (++_nesting > _maxNesting) throw _tokens.Fail("tags are nested too deeply");
        Budget.CheckStack();
        List<Statement> body = [];
        while (_tokens.Current.Kind != TokenKind.End)
        {
            Token token = _tokens.Next();
            switch (token.Kind)
            {
                case TokenKind.Data:
                    body.Add(new Text(token.Text, _at.Silenced, token.Start, token.Stop));
                    break;
                case TokenKind.VariableBegin:
                    body.Add(ParseOutput(token.Start));
                    break;
                default:
                    if (endTags.Any(_tokens.Current.IsName))
                    {
                        _nesting--;
                        return body;
                    }

                    body.Add(ParseTag(token.Start));
                    _tokens.Expect(TokenKind.BlockEnd, "end of statement block");
                    break;
            }
        }

        if (endTags.Length > 0)
        {
            throw _tokens.Fail(
                $"Unexpected end of template. Looking for the following tags: {string.Join(" or ", endTags)}. "
                + $"The innermost block that needs to be closed is '{_openTags.LastOrDefault()}'");
        }

        _nesting--;
        return body;
    }

    private Output ParseOutput(int start)
    {
        Expression expression = ReadExpression(() => _expressions.ParseTuple(), output: true);
        _tokens.Expect(TokenKind.VariableEnd, "end of print statement");
        return new Output(expression, _at.Silenced, start, _tokens.LastStop);
    }

    /// <summary>Reads an expression; where unknown filters are allowed until they run, forgets them.</summary>
    private Expression ReadExpression(Func<Expression> read, bool output = false)
    {
        int known = _expressions.Unknown.Count;
        Expression expression = read();
        bool dead = output && _alwaysExtends && _at.Silenced;
        if (_at.Conditional || dead) _expressions.Unknown.RemoveRange(known, _expressions.Unknown.Count - known);
        return expression;
    }

    private Expression ReadExpression() => ReadExpression(() => _expressions.Parse());

    private Expression ReadTuple(bool conditional = true) =>
        ReadExpression(() => _expressions.ParseTuple(conditional));

    /// <summary>The body of a tag, up to one of the end tags, which is left as the current token.</summary>
    private List<Statement> ParseInner(Surroundings surroundings, params string[] endTags)
    {
        _tokens.SkipOperator(":");
        _tokens.Expect(TokenKind.BlockEnd, "end of statement block");
        (Surroundings outer, _at) = (_at, surroundings);
        List<Statement> body = ParseBody(endTags);
        _at = outer;
        return body;
    }

    private List<Statement> ParseInnerToEnd(Surroundings surroundings, string endTag)
    {
        List<Statement> body = ParseInner(surroundings, endTag);
        _tokens.Next();
        return body;
    }

    /// <summary>A scope of its own inside the current one.</summary>
    private Surroundings Inner() => new(false, false, false, _at.Silenced);

    /// <summary>A body whose output is caught: macros, block sets, blocks.</summary>
    private static Surroundings Captured() => new(false, false, false, false);

    private Statement ParseTag(int start)
    {
        Token tag = _tokens.Current.Kind == TokenKind.Name ? _tokens.Next() : throw _tokens.Fail("tag name expected");
        _openTags.Add(tag.Text);
        Statement statement = tag.Text switch
        {
            "for" => ParseFor(start),
            "if" => ParseIf(start),
            "set" => ParseSet(start),
            "with" => ParseWith(start),
            "block" => ParseBlock(start),
            "extends" => ParseExtends(start),
            "include" => ParseInclude(start),
            "import" => ParseImport(start),
            "from" => ParseFromImport(start),
            "macro" => ParseMacro(start),
            "call" => ParseCallBlock(start),
            "filter" => ParseFilterBlock(start),
            "print" => ParsePrint(start),
            "autoescape" => ParseAutoescape(start),
            _ => throw UnknownTag(tag),
        };
        _openTags.RemoveAt(_openTags.Count - 1);
        return statement;
    }

    private TemplateException UnknownTag(Token tag)
    {
        _openTags.RemoveAt(_openTags.Count - 1);
        string open = _openTags.Count == 0
            ? string.Empty
            : $". The innermost block that needs to be closed is '{_openTags[^1]}'";
        return _tokens.Source.SyntaxError($"Encountered unknown tag '{tag.Text}'{open}", tag.Start, tag.Stop);
    }
}
