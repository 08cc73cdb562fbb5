using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>What encloses a tag, as far as the rules about names of filters and <c>extends</c> go.</summary>
/// <param name="TopLevel">Nothing but <c>if</c>.</param>
/// <param name="Root">Nothing at all.</param>
/// <param name="Conditional">An <c>if</c>: unknown filters fail only when they run.</param>
/// <param name="Silenced">Output here is dropped once the template extends another.</param>
internal readonly record struct Surroundings(bool TopLevel, bool Root, bool Conditional, bool Silenced);

/// <summary>Reads a template: text, output and tags.</summary>
internal sealed class StatementParser
{
    private readonly ExpressionParser _expressions;
    private readonly TagParser _tags;
    private readonly TemplateTagParser _templateTags;
    private readonly int _maxNesting;
    private readonly Dictionary<string, Block> _blocks = new(StringComparer.Ordinal);
    private readonly List<string> _openTags = [];
    private int _nesting;

    private StatementParser(TemplateSource source, Library.FilterTable filters, int maxNesting)
    {
        Tokens = new TokenStream(source);
        _expressions = new ExpressionParser(Tokens, filters, maxNesting);
        _tags = new TagParser(this, _expressions);
        _templateTags = new TemplateTagParser(this);
        _maxNesting = maxNesting;
    }

    public TokenStream Tokens { get; }

    /// <summary>Where the tag being read stands.</summary>
    public Surroundings At { get; private set; } = new(TopLevel: true, Root: true, Conditional: false, Silenced: true);

    /// <summary>Whether the template extends another, whatever its conditions say.</summary>
    public bool AlwaysExtends { get; set; }

    /// <summary>A scope of its own inside the current one.</summary>
    public Surroundings Inner => new(false, false, false, At.Silenced);

    /// <summary>A body whose output is caught: macros, block sets, blocks.</summary>
    public static Surroundings Captured => default;

    public static CompiledTemplate Parse(TemplateSource source, Library.FilterTable filters, TemplateLimits limits)
    {
        if (source.Text.Length > limits.MaxTemplateLength)
            throw source.SyntaxError(Messages.FormatTemplateTooLong(source.Text.Length, limits.MaxTemplateLength), default);
        try
        {
            StatementParser parser = new(source, filters, limits.MaxNesting);
            Body body = new(parser.ParseBody());
            if (parser._expressions.Unknown is [var first, ..]) throw source.SyntaxError(first.Reason, first.At);
            bool usesSelf = NameUse.Undeclared(body.Statements, "self").Count > 0;
            Symbols.Resolve(body, null, before: symbols =>
            {
                if (usesSelf) symbols.Declare("self");
            });
            return new CompiledTemplate(source, body, parser._blocks, usesSelf);
        }
        catch (PythonError e)
        {
            throw source.SyntaxError(e.Message, default);
        }
    }

    public void Add(Block block)
    {
        if (!_blocks.TryAdd(block.Name, block)) throw Tokens.Source.SyntaxError($"block '{block.Name}' defined twice", block.At);
    }

    public Expression ReadExpression() => Read(() => _expressions.Parse());

    public Expression ReadTuple(bool conditional = true) => Read(() => _expressions.ParseTuple(conditional));

    /// <summary>Reads something as if it stood elsewhere.</summary>
    public T Within<T>(Surroundings surroundings, Func<T> read)
    {
        (Surroundings outer, At) = (At, surroundings);
        T result = read();
        At = outer;
        return result;
    }

    /// <summary>The body of a tag, up to one of the end tags, which is left as the current token.</summary>
    public List<Statement> ParseInner(Surroundings surroundings, params string[] endTags)
    {
        Tokens.SkipOperator(":");
        Tokens.Expect(TokenKind.BlockEnd, "end of statement block");
        return Within(surroundings, () => ParseBody(endTags));
    }

    /// <summary>The body of a tag, up to and with its one end tag.</summary>
    public List<Statement> ParseInnerToEnd(Surroundings surroundings, string endTag)
    {
        List<Statement> body = ParseInner(surroundings, endTag);
        Tokens.Next();
        return body;
    }

    private List<Statement> ParseBody(params string[] endTags)
    {
        if (++_nesting > _maxNesting) throw Tokens.Fail(Messages.NestedTooDeeply);
        Objects.Budget.CheckStack();
        List<Statement> body = [];
        while (Tokens.Current.Kind != TokenKind.End)
        {
            Token token = Tokens.Next();
            if (token.Kind == TokenKind.Data)
            {
                body.Add(new Text(token.Text, At.Silenced, token.At));
            }
            else if (token.Kind == TokenKind.VariableBegin)
            {
                body.Add(ParseOutput(token.Start));
            }
            else if (endTags.Any(Tokens.Current.IsName))
            {
                _nesting--;
                return body;
            }
            else
            {
                body.Add(ParseTag(token.Start));
                Tokens.Expect(TokenKind.BlockEnd, "end of statement block");
            }
        }

        _nesting--;
        return endTags.Length == 0 ? body : throw Tokens.Fail(
            $"Unexpected end of template. Looking for the following tags: {string.Join(" or ", endTags)}. "
            + $"The innermost block that needs to be closed is '{_openTags.LastOrDefault()}'");
    }

    private Output ParseOutput(int start)
    {
        Expression expression = Read(() => _expressions.ParseTuple(), output: true);
        Tokens.Expect(TokenKind.VariableEnd, "end of print statement");
        return new Output(expression, At.Silenced, Tokens.From(start));
    }

    /// <summary>Reads an expression; where unknown filters are allowed until they run, forgets them.</summary>
    private Expression Read(Func<Expression> read, bool output = false)
    {
        List<(string, Place)> unknown = _expressions.Unknown;
        int known = unknown.Count;
        Expression expression = read();
        bool dead = output && AlwaysExtends && At.Silenced;
        if (At.Conditional || dead) unknown.RemoveRange(known, unknown.Count - known);
        return expression;
    }

    private Statement ParseTag(int start)
    {
        Token tag = Tokens.Current.Kind == TokenKind.Name ? Tokens.Next() : throw Tokens.Fail("tag name expected");
        _openTags.Add(tag.Text);
        Statement statement = _tags.TryParse(tag.Text, start) ?? _templateTags.TryParse(tag.Text, start)
            ?? throw Tokens.Source.SyntaxError(Messages.FormatTagNotAvailable(
                tag.Text, string.Join(", ", TagParser.Names.Concat(TemplateTagParser.Names).Append("raw").Order(StringComparer.Ordinal))), tag.At);
        _openTags.RemoveAt(_openTags.Count - 1);
        return statement;
    }
}
