namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>Reads the tags for control flow, assignment and capture.</summary>
internal sealed class TagParser(StatementParser parser, ExpressionParser expressions)
{
    public static readonly string[] Names = ["for", "if", "set", "filter"];

    private readonly TokenStream _tokens = parser.Tokens;

    public Statement? TryParse(string tag, int start) => tag switch
    {
        "for" => ParseFor(start),
        "if" => ParseIf(start),
        "set" => ParseSet(start),
        "filter" => ParseFilter(start),
        _ => null,
    };

    private For ParseFor(int start)
    {
        Target target = ParseTarget();
        _tokens.ExpectName("in");
        Expression items = parser.ReadTuple(conditional: false);
        Expression? test = _tokens.SkipName("if") ? parser.Within(parser.Inner, parser.ReadExpression) : null;
        bool recursive = _tokens.SkipName("recursive");
        Place head = _tokens.From(start);
        List<Statement> body = parser.ParseInner(parser.Inner, "endfor", "else");
        List<Statement> otherwise = _tokens.Next().Text == "else" ? parser.ParseInnerToEnd(parser.Inner, "endfor") : [];
        For loop = new(target, items, test, recursive, new Body(body), new Body(otherwise), head);
        return NameUse.Any(loop, node => node is NameTarget { Name: "loop", Parameter: false })
            ? throw _tokens.Source.SyntaxError("Can't assign to special loop variable in for-loop target", head)
            : loop;
    }

    private If ParseIf(int start)
    {
        List<(Expression Test, IReadOnlyList<Statement> Body)> branches = [];
        Surroundings inside = parser.At with { Root = false, Conditional = true };
        while (true)
        {
            Expression test = parser.Within(inside, () => parser.ReadTuple(conditional: false));
            Place head = _tokens.From(start);
            branches.Add((test, parser.ParseInner(inside, "elif", "else", "endif")));
            string end = _tokens.Next().Text;
            if (end == "elif") continue;
            return new If(branches, end == "else" ? parser.ParseInnerToEnd(inside, "endif") : [], head);
        }
    }

    private Statement ParseSet(int start)
    {
        Target target = _tokens.Following.IsOperator(".") ? ParseNamespaceTarget() : ParseTarget();
        if (_tokens.SkipOperator("=")) return new Set(target, parser.ReadTuple(), _tokens.From(start));
        Filter? filter = expressions.Primary.ParseFilterChain(inline: false);
        Place head = _tokens.From(start);
        return new SetBlock(target, filter, new Body(parser.ParseInnerToEnd(StatementParser.Captured, "endset")), head);
    }

    private FilterBlock ParseFilter(int start)
    {
        Filter filter = expressions.Primary.ParseFilterChain(inline: true)!;
        Place head = _tokens.From(start);
        return new FilterBlock(filter, new Body(parser.ParseInnerToEnd(parser.Inner, "endfilter")), head);
    }

    private NamespaceTarget ParseNamespaceTarget()
    {
        Token name = _tokens.ExpectName();
        _tokens.ExpectOperator(".");
        return new NamespaceTarget(name.Text, _tokens.ExpectName().Text, _tokens.From(name.Start));
    }

    private Target ParseTarget()
    {
        int start = _tokens.Current.Start;
        List<Target> items = [];
        bool tuple = false;
        while (true)
        {
            if (items.Count > 0) _tokens.ExpectOperator(",");
            if (expressions.IsTupleEnd) break;
            items.Add(ToTarget(expressions.Primary.Parse()));
            if (!_tokens.Current.IsOperator(",")) break;
            tuple = true;
        }

        if (tuple) return new TupleTarget(items, _tokens.From(start));
        return items.Count > 0 ? items[0] : throw _tokens.Fail($"Expected an expression, got '{_tokens.Current.Describe()}'");
    }

    private Target ToTarget(Expression expression) => expression switch
    {
        Name name => new NameTarget(name.Text, false, name.At),
        TupleLiteral tuple => new TupleTarget([.. tuple.Items.Select(ToTarget)], tuple.At),
        _ => throw _tokens.Source.SyntaxError($"can't assign to '{expression.GetType().Name.ToLowerInvariant()}'", expression.At),
    };
}
