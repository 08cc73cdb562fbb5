namespace Mlem.Docker.Templates.Syntax;

/// <content>The tags for control flow, assignment and capture.</content>
internal sealed partial class StatementParser
{
    private For ParseFor(int start)
    {
        Target target = ParseTarget();
        _tokens.ExpectName("in");
        Expression items = ReadTuple(conditional: false);
        Surroundings outer = _at;
        _at = Inner();
        Expression? test = _tokens.SkipName("if") ? ReadExpression() : null;
        _at = outer;
        bool recursive = _tokens.SkipName("recursive");
        int headStop = _tokens.LastStop;
        List<Statement> body = ParseInner(Inner(), "endfor", "else");
        List<Statement> otherwise = [];
        if (_tokens.Next().Text == "else") otherwise = ParseInnerToEnd(Inner(), "endfor");

        For loop = new(target, items, test, recursive, body, otherwise, start, headStop);
        if (NameUse.Any(loop, node => node is NameTarget { Name: "loop", Parameter: false }))
            throw _tokens.Source.SyntaxError("Can't assign to special loop variable in for-loop target", start, headStop);
        return loop;
    }

    private If ParseIf(int start)
    {
        List<(Expression Test, IReadOnlyList<Statement> Body)> branches = [];
        Surroundings inside = _at with { Root = false, Conditional = true };
        while (true)
        {
            (Surroundings outer, _at) = (_at, inside);
            Expression test = ReadTuple(conditional: false);
            _at = outer;
            int headStop = _tokens.LastStop;
            branches.Add((test, ParseInner(inside, "elif", "else", "endif")));
            Token end = _tokens.Next();
            if (end.Text == "elif") continue;
            List<Statement> otherwise = end.Text == "else" ? ParseInnerToEnd(inside, "endif") : [];
            return new If(branches, otherwise, start, headStop);
        }
    }

    private Statement ParseSet(int start)
    {
        Target target = _tokens.Following.IsOperator(".") ? ParseNamespaceTarget() : ParseTarget();
        if (_tokens.SkipOperator("="))
        {
            Expression value = ReadTuple();
            return new Set(target, value, start, _tokens.LastStop);
        }

        Filter? filter = _expressions.ParseFilterChain(null, inline: false);
        int headStop = _tokens.LastStop;
        List<Statement> body = ParseInnerToEnd(Captured(), "endset");
        return new SetBlock(target, filter, body, start, headStop);
    }

    private With ParseWith(int start)
    {
        List<(Target Target, Expression Value)> variables = [];
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (variables.Count > 0) _tokens.ExpectOperator(",");
            Target target = ParseTarget(parameter: true);
            _tokens.ExpectOperator("=");
            variables.Add((target, ReadExpression()));
        }

        int headStop = _tokens.LastStop;
        return new With(variables, ParseInnerToEnd(Inner(), "endwith"), start, headStop);
    }

    private FilterBlock ParseFilterBlock(int start)
    {
        Filter filter = _expressions.ParseFilterChain(null, inline: true)!;
        int headStop = _tokens.LastStop;
        return new FilterBlock(filter, ParseInnerToEnd(Inner(), "endfilter"), start, headStop);
    }

    private Group ParsePrint(int start)
    {
        List<Statement> outputs = [];
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (outputs.Count > 0) _tokens.ExpectOperator(",");
            Expression value = ReadExpression(() => _expressions.Parse(), output: true);
            outputs.Add(new Output(value, _at.Silenced, value.Start, value.Stop));
        }

        return new Group(outputs, start, _tokens.LastStop);
    }

    private With ParseAutoescape(int start)
    {
        Expression value = ReadExpression();
        if (value is not Constant { Value: false })
            throw _tokens.Source.SyntaxError("autoescape can only be false in these templates", start, _tokens.LastStop);
        return new With([], ParseInnerToEnd(Inner(), "endautoescape"), start, _tokens.LastStop);
    }

    private NamespaceTarget ParseNamespaceTarget()
    {
        Token name = _tokens.ExpectName();
        _tokens.ExpectOperator(".");
        Token attribute = _tokens.ExpectName();
        return new NamespaceTarget(name.Text, attribute.Text, name.Start, attribute.Stop);
    }

    private Target ParseTarget(bool parameter = false)
    {
        int start = _tokens.Current.Start;
        List<Target> items = [];
        bool tuple = false;
        while (true)
        {
            if (items.Count > 0) _tokens.ExpectOperator(",");
            if (_expressions.IsTupleEnd()) break;
            items.Add(ToTarget(_expressions.ParsePrimary(), parameter));
            if (!_tokens.Current.IsOperator(",")) break;
            tuple = true;
        }

        if (tuple) return new TupleTarget(items, start, _tokens.LastStop);
        return items.Count > 0 ? items[0] : throw _tokens.Fail($"Expected an expression, got '{_tokens.Current.Describe()}'");
    }

    private Target ToTarget(Expression expression, bool parameter) => expression switch
    {
        Name name => new NameTarget(name.Text, parameter, name.Start, name.Stop),
        TupleLiteral tuple => new TupleTarget(
            [.. tuple.Items.Select(i => ToTarget(i, parameter))], tuple.Start, tuple.Stop),
        _ => throw _tokens.Source.SyntaxError(
            $"can't assign to '{expression.GetType().Name.ToLowerInvariant()}'", expression.Start, expression.Stop),
    };

    private string ParseName()
    {
        Token name = _tokens.ExpectName();
        return name.Text is "true" or "false" or "none" or "True" or "False" or "None"
            ? throw _tokens.Source.SyntaxError($"can't assign to '{name.Text}'", name.Start, name.Stop)
            : name.Text;
    }
}
