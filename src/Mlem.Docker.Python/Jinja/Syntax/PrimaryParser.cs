namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>Reads literals, calls, subscripts, filters and tests.</summary>
internal sealed class PrimaryParser(TokenStream tokens, ExpressionParser expressions, Library.FilterTable filters)
{
    public Expression Parse()
    {
        Token token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                tokens.Next();
                return token.Text switch
                {
                    "true" or "True" => new Constant(true, token.At),
                    "false" or "False" => new Constant(false, token.At),
                    "none" or "None" => new Constant(null, token.At),
                    _ => new Name(token.Text, token.At),
                };
            case TokenKind.String:
                string text = string.Empty;
                while (tokens.Current.Kind == TokenKind.String) text += (string)tokens.Next().Value!;
                return new Constant(text, tokens.From(token.Start));
            case TokenKind.Integer or TokenKind.Float:
                return new Constant(tokens.Next().Value, token.At);
            case TokenKind.Operator when token.Text == "(":
                tokens.Next();
                Expression inner = expressions.ParseTuple(parentheses: true);
                tokens.ExpectOperator(")");
                return inner;
            case TokenKind.Operator when token.Text == "[":
                List<Expression> items = [];
                ParseItems("]", () => items.Add(expressions.Parse()));
                return new ListLiteral(items, tokens.From(token.Start));
            case TokenKind.Operator when token.Text == "{":
                List<(Expression Key, Expression Value)> entries = [];
                ParseItems("}", () =>
                {
                    Expression key = expressions.Parse();
                    tokens.ExpectOperator(":");
                    entries.Add((key, expressions.Parse()));
                });
                return new DictLiteral(entries, tokens.From(token.Start));
            default:
                throw tokens.Fail($"unexpected '{token.Describe()}'");
        }
    }

    public Expression ParsePostfix(Expression expression)
    {
        while (true)
        {
            if (tokens.SkipOperator(".")) expression = ParseMember(expression);
            else if (tokens.SkipOperator("[")) expression = ParseSubscript(expression);
            else if (tokens.Current.IsOperator("(")) expression = ParseCall(expression);
            else return expression;
        }
    }

    public Expression ParseFilters(Expression expression)
    {
        while (true)
        {
            if (tokens.SkipOperator("|")) expression = ParseFilter(expression);
            else if (tokens.SkipName("is")) expression = ParseTest(expression);
            else if (tokens.Current.IsOperator("(")) expression = ParseCall(expression);
            else return expression;
        }
    }

    /// <summary>A chain of filters from the current <c>|</c> on; the first is there already with <paramref name="inline"/>.</summary>
    public Filter? ParseFilterChain(bool inline)
    {
        Filter? filter = inline ? ParseFilter(null) : null;
        while (tokens.SkipOperator("|")) filter = ParseFilter(filter);
        return filter;
    }

    /// <summary>What stands between the brackets, with commas between; one may be the last.</summary>
    private void ParseItems(string close, Action parse)
    {
        tokens.Next();
        for (bool first = true; !tokens.Current.IsOperator(close); first = false)
        {
            if (!first) tokens.ExpectOperator(",");
            if (!first && tokens.Current.IsOperator(close)) break;
            parse();
        }

        tokens.ExpectOperator(close);
    }

    private Expression ParseMember(Expression target)
    {
        Token token = tokens.Next();
        return token.Kind switch
        {
            TokenKind.Name => new AttributeAccess(target, token.Text, tokens.From(target.At.Start)),
            TokenKind.Integer => new ItemAccess(target, new Constant(token.Value, token.At), tokens.From(target.At.Start)),
            _ => throw tokens.Source.SyntaxError("expected name or number", token.At),
        };
    }

    private ItemAccess ParseSubscript(Expression target)
    {
        int start = tokens.LastStop;
        List<Expression> keys = [];
        while (!tokens.Current.IsOperator("]"))
        {
            if (keys.Count > 0) tokens.ExpectOperator(",");
            keys.Add(ParseKey());
        }

        tokens.ExpectOperator("]");
        if (keys.Count > 1 && keys.Exists(k => k is SliceKey))
            throw tokens.Source.SyntaxError("a slice stands alone between brackets", tokens.From(target.At.Start));
        Expression key = keys.Count == 1 ? keys[0] : new TupleLiteral(keys, tokens.From(start));
        return new ItemAccess(target, key, tokens.From(target.At.Start));
    }

    private Expression ParseKey()
    {
        int start = tokens.Current.Start;
        Expression? from = tokens.Current.IsOperator(":") ? null : expressions.Parse();
        if (!tokens.SkipOperator(":")) return from!;
        Expression? to = IsKeyEnd() || tokens.Current.IsOperator(":") ? null : expressions.Parse();
        Expression? step = tokens.SkipOperator(":") && !IsKeyEnd() ? expressions.Parse() : null;
        return new SliceKey(from, to, step, tokens.From(start));
    }

    private bool IsKeyEnd() => tokens.Current.IsOperator("]") || tokens.Current.IsOperator(",");

    private Call ParseCall(Expression target) => new(target, ParseArguments(), tokens.From(target.At.Start));

    private Filter ParseFilter(Expression? operand)
    {
        (string name, int start) = ParseDottedName();
        CallArguments arguments = tokens.Current.IsOperator("(") ? ParseArguments() : CallArguments.None;
        Filter filter = new(operand, name, arguments, tokens.From(operand?.At.Start ?? start));
        if (!filters.Has(name)) expressions.Unknown.Add((filters.Missing(name), filter.At));
        return filter;
    }

    private Expression ParseTest(Expression operand)
    {
        bool negated = tokens.SkipName("not");
        (string name, _) = ParseDottedName();
        CallArguments arguments = CallArguments.None;
        Token next = tokens.Current;
        if (next.IsOperator("("))
        {
            arguments = ParseArguments();
        }
        else if ((next.Kind is TokenKind.Name or TokenKind.String or TokenKind.Integer or TokenKind.Float || next.IsOperator("[") || next.IsOperator("{"))
            && !next.IsName("else") && !next.IsName("or") && !next.IsName("and"))
        {
            if (next.IsName("is")) throw tokens.Fail("You cannot chain multiple tests with is");
            arguments = new CallArguments([ParsePostfix(Parse())], [], null, null);
        }

        Test test = new(operand, name, arguments, tokens.From(operand.At.Start));
        if (!Library.Tests.Has(name)) expressions.Unknown.Add((Library.Tests.Missing(name), test.At));
        return negated ? new Not(test, test.At) : test;
    }

    private (string Name, int Start) ParseDottedName()
    {
        Token token = tokens.ExpectName();
        string name = token.Text;
        while (tokens.SkipOperator(".")) name += "." + tokens.ExpectName().Text;
        return (name, token.Start);
    }

    private CallArguments ParseArguments()
    {
        Token open = tokens.Current;
        List<Expression> positional = [];
        List<(string Name, Expression Value)> keywords = [];
        Expression? more = null;
        Expression? moreKeywords = null;
        ParseItems(")", () =>
        {
            if (tokens.SkipOperator("*"))
            {
                Ensure(more is null && moreKeywords is null);
                more = expressions.Parse();
            }
            else if (tokens.SkipOperator("**"))
            {
                Ensure(moreKeywords is null);
                moreKeywords = expressions.Parse();
            }
            else if (tokens.Current.Kind == TokenKind.Name && tokens.Following.IsOperator("="))
            {
                Ensure(moreKeywords is null);
                string name = tokens.Next().Text;
                tokens.Next();
                Ensure(!keywords.Exists(k => k.Name == name));
                keywords.Add((name, expressions.Parse()));
            }
            else
            {
                Ensure(more is null && moreKeywords is null && keywords.Count == 0);
                positional.Add(expressions.Parse());
            }
        });
        return new CallArguments(positional, keywords, more, moreKeywords);

        void Ensure(bool valid)
        {
            if (!valid) throw tokens.Source.SyntaxError("invalid syntax for function call expression", tokens.From(open.Start));
        }
    }
}
