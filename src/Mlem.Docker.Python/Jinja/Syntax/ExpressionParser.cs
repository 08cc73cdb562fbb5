using Mlem.Docker.Python.Jinja.Objects;

namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>Reads expressions; the grammar is Jinja2's, lowest precedence first.</summary>
internal sealed class ExpressionParser
{
    private static readonly HashSet<string> Comparisons = ["==", "!=", "<", "<=", ">", ">="];

    private static readonly string[] Sums = ["+", "-"];

    private static readonly string[] Products = ["*", "/", "//", "%"];

    private static readonly string[] Powers = ["**"];

    private readonly TokenStream _tokens;
    private readonly PrimaryParser _primary;
    private readonly int _maxNesting;
    private int _nesting;

    public ExpressionParser(TokenStream tokens, Library.FilterTable filters, int maxNesting)
    {
        _tokens = tokens;
        _maxNesting = maxNesting;
        _primary = new PrimaryParser(tokens, this, filters);
    }

    /// <summary>Filters and tests that do not exist, so far; an inline <c>if</c> takes its own back.</summary>
    public List<(string Reason, Place At)> Unknown { get; } = [];

    /// <summary>Literals, names and what is in brackets.</summary>
    public PrimaryParser Primary => _primary;

    /// <summary>Whether a comma was the last of a tuple; before <c>in</c> there may be none, as in Jinja2.</summary>
    public bool IsTupleEnd =>
        _tokens.Current.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd || _tokens.Current.IsOperator(")");

    public Expression Parse(bool conditional = true)
    {
        Enter();
        Expression expression = conditional ? ParseConditional() : ParseOr();
        _nesting--;
        return expression;
    }

    /// <summary>An expression, or several with commas between: a tuple.</summary>
    public Expression ParseTuple(bool conditional = true, bool parentheses = false)
    {
        int start = _tokens.Current.Start;
        List<Expression> items = [];
        bool tuple = false;
        while (true)
        {
            if (items.Count > 0) _tokens.ExpectOperator(",");
            if (IsTupleEnd) break;
            items.Add(Parse(conditional));
            if (!_tokens.Current.IsOperator(",")) break;
            tuple = true;
        }

        if (!tuple && items.Count > 0) return items[0];
        if (!tuple && !parentheses)
            throw _tokens.Fail($"Expected an expression, got '{_tokens.Current.Describe()}'");
        return new TupleLiteral(items, _tokens.From(start));
    }

    private void Enter()
    {
        if (++_nesting > _maxNesting) throw _tokens.Fail(Messages.NestedTooDeeply);
        Budget.CheckStack();
    }

    private Expression ParseConditional()
    {
        int start = _tokens.Current.Start;
        int known = Unknown.Count;
        Expression expression = ParseOr();
        while (_tokens.SkipName("if"))
        {
            Expression test = ParseOr();
            Expression? otherwise = _tokens.SkipName("else") ? Parse() : null;
            expression = new Conditional(test, expression, otherwise, _tokens.From(start));
            Unknown.RemoveRange(known, Unknown.Count - known);
        }

        return expression;
    }

    private Expression ParseOr()
    {
        int start = _tokens.Current.Start;
        Expression left = ParseAnd();
        while (_tokens.SkipName("or")) left = new Logical(false, left, ParseAnd(), _tokens.From(start));
        return left;
    }

    private Expression ParseAnd()
    {
        int start = _tokens.Current.Start;
        Expression left = ParseNot();
        while (_tokens.SkipName("and")) left = new Logical(true, left, ParseNot(), _tokens.From(start));
        return left;
    }

    private Expression ParseNot()
    {
        int start = _tokens.Current.Start;
        int count = 0;
        while (_tokens.SkipName("not")) count++;
        Expression expression = ParseComparison();
        for (; count > 0; count--) expression = new Not(expression, _tokens.From(start));
        return expression;
    }

    private Expression ParseComparison()
    {
        int start = _tokens.Current.Start;
        Expression first = ParseSum();
        List<(string Operation, Expression Operand)> rest = [];
        while (NextComparison() is { } operation) rest.Add((operation, ParseSum()));
        return rest.Count == 0 ? first : new Comparison(first, rest, _tokens.From(start));
    }

    private string? NextComparison()
    {
        if (_tokens.Current.Kind == TokenKind.Operator && Comparisons.Contains(_tokens.Current.Text)) return _tokens.Next().Text;
        if (_tokens.SkipName("in")) return "in";
        if (!_tokens.Current.IsName("not") || !_tokens.Following.IsName("in")) return null;
        _tokens.Next();
        _tokens.Next();
        return "not in";
    }

    private Expression ParseSum() => ParseChain(ParseConcatenation, Sums);

    private Expression ParseConcatenation()
    {
        int start = _tokens.Current.Start;
        List<Expression> parts = [ParseProduct()];
        while (_tokens.SkipOperator("~")) parts.Add(ParseProduct());
        return parts.Count == 1 ? parts[0] : new Concatenation(parts, _tokens.From(start));
    }

    private Expression ParseProduct() => ParseChain(ParsePower, Products);

    // Jinja2 folds ** from the left, unlike Python: 2 ** 3 ** 2 is 64.
    private Expression ParsePower() => ParseChain(() => ParseUnary(filters: true), Powers);

    private Expression ParseChain(Func<Expression> operand, string[] operations)
    {
        int start = _tokens.Current.Start;
        Expression left = operand();
        while (_tokens.Current.Kind == TokenKind.Operator && operations.Contains(_tokens.Current.Text))
        {
            string operation = _tokens.Next().Text;
            left = new BinaryOperation(operation, left, operand(), _tokens.From(start));
        }

        return left;
    }

    private Expression ParseUnary(bool filters)
    {
        Enter();
        int start = _tokens.Current.Start;
        Expression expression = _tokens.Current.IsOperator("-") || _tokens.Current.IsOperator("+")
            ? new Unary(_tokens.Next().Text, ParseUnary(filters: false), _tokens.From(start))
            : _primary.Parse();
        expression = _primary.ParsePostfix(expression);
        if (filters) expression = _primary.ParseFilters(expression);
        _nesting--;
        return expression;
    }
}
