using Mlem.Docker.Templates.Library;

namespace Mlem.Docker.Templates.Syntax;

/// <content>Literals, calls, subscripts, filters and tests.</content>
internal sealed partial class ExpressionParser
{
    public Expression ParsePrimary()
    {
        Token token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                tokens.Next();
                return token.Text switch
                {
                    "true" or "True" => new Constant(true, token.Start, token.Stop),
                    "false" or "False" => new Constant(false, token.Start, token.Stop),
                    "none" or "None" => new Constant(null, token.Start, token.Stop),
                    _ => new Name(token.Text, token.Start, token.Stop),
                };
            case TokenKind.String:
                string text = string.Empty;
                while (tokens.Current.Kind == TokenKind.String) text += (string)tokens.Next().Value!;
                return new Constant(text, token.Start, tokens.LastStop);
            case TokenKind.Integer or TokenKind.Float:
                tokens.Next();
                return new Constant(token.Value, token.Start, token.Stop);
            case TokenKind.Operator when token.Text == "(":
                tokens.Next();
                Expression inner = ParseTuple(parentheses: true);
                tokens.ExpectOperator(")");
                return inner;
            case TokenKind.Operator when token.Text == "[":
                return ParseList();
            case TokenKind.Operator when token.Text == "{":
                return ParseDict();
            default:
                throw tokens.Fail($"unexpected '{token.Describe()}'");
        }
    }

    /// <summary>Filters from the current <c>|</c> on; <paramref name="inline"/> when a name comes without one.</summary>
    public Filter? ParseFilterChain(Filter? operand, bool inline)
    {
        Filter? filter = operand;
        while (inline || tokens.Current.IsOperator("|"))
        {
            if (!inline) tokens.Next();
            filter = ParseFilter(filter);
            inline = false;
        }

        return filter;
    }

    private Expression ParseList()
    {
        int start = tokens.Next().Start;
        List<Expression> items = [];
        while (!tokens.Current.IsOperator("]"))
        {
            if (items.Count > 0) tokens.ExpectOperator(",");
            if (tokens.Current.IsOperator("]")) break;
            items.Add(Parse());
        }

        tokens.ExpectOperator("]");
        return new ListLiteral(items, start, tokens.LastStop);
    }

    private Expression ParseDict()
    {
        int start = tokens.Next().Start;
        List<(Expression Key, Expression Value)> entries = [];
        while (!tokens.Current.IsOperator("}"))
        {
            if (entries.Count > 0) tokens.ExpectOperator(",");
            if (tokens.Current.IsOperator("}")) break;
            Expression key = Parse();
            tokens.ExpectOperator(":");
            entries.Add((key, Parse()));
        }

        tokens.ExpectOperator("}");
        return new DictLiteral(entries, start, tokens.LastStop);
    }

    private Expression ParsePostfix(Expression expression)
    {
        while (true)
        {
            if (tokens.SkipOperator(".")) expression = ParseMember(expression);
            else if (tokens.SkipOperator("[")) expression = ParseSubscript(expression);
            else if (tokens.Current.IsOperator("(")) expression = ParseCall(expression);
            else return expression;
        }
    }

    private Expression ParseFilters(Expression expression)
    {
        while (true)
        {
            if (tokens.SkipOperator("|")) expression = ParseFilter(expression);
            else if (tokens.SkipName("is")) expression = ParseTest(expression);
            else if (tokens.Current.IsOperator("(")) expression = ParseCall(expression);
            else return expression;
        }
    }

    private Expression ParseMember(Expression target)
    {
        Token token = tokens.Next();
        return token.Kind switch
        {
            TokenKind.Name => new AttributeAccess(target, token.Text, target.Start, token.Stop),
            TokenKind.Integer => new ItemAccess(
                target, new Constant(token.Value, token.Start, token.Stop), target.Start, token.Stop),
            _ => throw tokens.Source.SyntaxError("expected name or number", token.Start, token.Stop),
        };
    }

    private Expression ParseSubscript(Expression target)
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
            throw tokens.Source.SyntaxError("a slice stands alone between brackets", target.Start, tokens.LastStop);
        Expression key = keys.Count == 1 ? keys[0] : new TupleLiteral(keys, start, tokens.LastStop);
        return new ItemAccess(target, key, target.Start, tokens.LastStop);
    }

    private Expression ParseKey()
    {
        int start = tokens.Current.Start;
        Expression? from = null;
        if (!tokens.Current.IsOperator(":"))
        {
            from = Parse();
            if (!tokens.Current.IsOperator(":")) return from;
        }

        tokens.Next();
        Expression? to = IsKeyEnd() || tokens.Current.IsOperator(":") ? null : Parse();
        Expression? step = tokens.SkipOperator(":") && !IsKeyEnd() ? Parse() : null;
        return new SliceKey(from, to, step, start, tokens.LastStop);
    }

    private bool IsKeyEnd() => tokens.Current.IsOperator("]") || tokens.Current.IsOperator(",");

    private Call ParseCall(Expression target)
    {
        CallArguments arguments = ParseArguments();
        return new Call(target, arguments, target.Start, tokens.LastStop);
    }

    private Filter ParseFilter(Expression? operand)
    {
        (string name, int start) = ParseDottedName();
        CallArguments arguments = tokens.Current.IsOperator("(") ? ParseArguments() : CallArguments.None;
        Filter filter = new(operand, name, arguments, operand?.Start ?? start, tokens.LastStop);
        if (!Filters.Exists(name)) _unknown.Add(($"No filter named '{name}'", filter.Start, filter.Stop));
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
        else if ((next.Kind is TokenKind.Name or TokenKind.String or TokenKind.Integer or TokenKind.Float
            || next.IsOperator("[") || next.IsOperator("{"))
            && !next.IsName("else") && !next.IsName("or") && !next.IsName("and"))
        {
            if (next.IsName("is")) throw tokens.Fail("You cannot chain multiple tests with is");
            arguments = new CallArguments([ParsePostfix(ParsePrimary())], [], null, null);
        }

        Test test = new(operand, name, arguments, operand.Start, tokens.LastStop);
        if (!Tests.Exists(name)) _unknown.Add(($"No test named '{name}'", test.Start, test.Stop));
        return negated ? new Not(test, test.Start, test.Stop) : test;
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
        Token open = tokens.ExpectOperator("(");
        List<Expression> positional = [];
        List<(string Name, Expression Value)> keywords = [];
        Expression? more = null;
        Expression? moreKeywords = null;
        for (bool first = true; !tokens.Current.IsOperator(")"); first = false)
        {
            if (!first)
            {
                tokens.ExpectOperator(",");
                if (tokens.Current.IsOperator(")")) break;
            }

            if (tokens.SkipOperator("*"))
            {
                Ensure(more is null && moreKeywords is null);
                more = Parse();
            }
            else if (tokens.SkipOperator("**"))
            {
                Ensure(moreKeywords is null);
                moreKeywords = Parse();
            }
            else if (tokens.Current.Kind == TokenKind.Name && tokens.Following.IsOperator("="))
            {
                Ensure(moreKeywords is null);
                string name = tokens.Next().Text;
                tokens.Next();
                Ensure(!keywords.Exists(k => k.Name == name));
                keywords.Add((name, Parse()));
            }
            else
            {
                Ensure(more is null && moreKeywords is null && keywords.Count == 0);
                positional.Add(Parse());
            }
        }

        tokens.ExpectOperator(")");
        return new CallArguments(positional, keywords, more, moreKeywords);

        void Ensure(bool valid)
        {
            if (!valid)
                throw tokens.Source.SyntaxError("invalid syntax for function call expression", open.Start, tokens.Current.Stop);
        }
    }
}
