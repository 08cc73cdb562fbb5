using Mlem.Docker.Templates.Library;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Syntax;

/// <summary>Reads expressions; the grammar is Jinja2's, lowest precedence first.</summary>
internal sealed partial class ExpressionParser(TokenStream tokens, int maxNesting)
{
    private static readonly HashSet<string> Comparisons = ["==", "!=", "<", "<=", ">", ">="];

    private readonly List<(string Reason, int Start, int Stop)> _unknown = [];
    private int _nesting;

    /// <summary>Filters and tests that do not exist, so far; an inline <c>if</c> takes its own back.</summary>
    public List<(string Reason, int Start, int Stop)> Unknown => _unknown;

    public Expression Parse(bool conditional = true)
    {
        if (++_nesting > maxNesting) throw tokens.Fail("the expression is nested too deeply");
        Budget.CheckStack();
        Expression expression = conditional ? ParseConditional() : ParseOr();
        _nesting--;
        return expression;
    }

    /// <summary>An expression, or several with commas between: a tuple.</summary>
    public Expression ParseTuple(bool conditional = true, bool parentheses = false)
    {
        int start = tokens.Current.Start;
        List<Expression> items = [];
        bool tuple = false;
        while (true)
        {
            if (items.Count > 0) tokens.ExpectOperator(",");
            if (IsTupleEnd()) break;
            items.Add(Parse(conditional));
            if (!tokens.Current.IsOperator(",")) break;
            tuple = true;
        }

        if (!tuple && items.Count > 0) return items[0];
        if (!tuple && !parentheses)
            throw tokens.Fail($"Expected an expression, got '{tokens.Current.Describe()}'");
        return new TupleLiteral(items, start, tokens.LastStop);
    }

    /// <summary>Whether a comma was the last of a tuple; before <c>in</c> there may be none, as in Jinja2.</summary>
    public bool IsTupleEnd() =>
        tokens.Current.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd || tokens.Current.IsOperator(")");

    private Expression ParseConditional()
    {
        int start = tokens.Current.Start;
        int known = _unknown.Count;
        Expression expression = ParseOr();
        while (tokens.SkipName("if"))
        {
            Expression test = ParseOr();
            Expression? otherwise = tokens.SkipName("else") ? Parse() : null;
            expression = new Conditional(test, expression, otherwise, start, tokens.LastStop);
            _unknown.RemoveRange(known, _unknown.Count - known);
        }

        return expression;
    }

    private Expression ParseOr()
    {
        int start = tokens.Current.Start;
        Expression left = ParseAnd();
        while (tokens.SkipName("or"))
        {
            Expression right = ParseAnd();
            left = new Logical(false, left, right, start, tokens.LastStop);
        }

        return left;
    }

    private Expression ParseAnd()
    {
        int start = tokens.Current.Start;
        Expression left = ParseNot();
        while (tokens.SkipName("and"))
        {
            Expression right = ParseNot();
            left = new Logical(true, left, right, start, tokens.LastStop);
        }

        return left;
    }

    private Expression ParseNot()
    {
        int start = tokens.Current.Start;
        int count = 0;
        while (tokens.SkipName("not")) count++;
        Expression expression = ParseComparison();
        for (; count > 0; count--) expression = new Not(expression, start, tokens.LastStop);
        return expression;
    }

    private Expression ParseComparison()
    {
        int start = tokens.Current.Start;
        Expression first = ParseSum();
        List<(string Operation, Expression Operand)> rest = [];
        while (true)
        {
            if (tokens.Current.Kind == TokenKind.Operator && Comparisons.Contains(tokens.Current.Text))
            {
                string operation = tokens.Next().Text;
                rest.Add((operation, ParseSum()));
            }
            else if (tokens.SkipName("in"))
            {
                rest.Add(("in", ParseSum()));
            }
            else if (tokens.Current.IsName("not") && tokens.Following.IsName("in"))
            {
                tokens.Next();
                tokens.Next();
                rest.Add(("not in", ParseSum()));
            }
            else
            {
                return rest.Count == 0 ? first : new Comparison(first, rest, start, tokens.LastStop);
            }
        }
    }

    private Expression ParseSum() => ParseChain(ParseConcatenation, "+", "-");

    private Expression ParseConcatenation()
    {
        int start = tokens.Current.Start;
        List<Expression> parts = [ParseProduct()];
        while (tokens.SkipOperator("~")) parts.Add(ParseProduct());
        return parts.Count == 1 ? parts[0] : new Concatenation(parts, start, tokens.LastStop);
    }

    private Expression ParseProduct() => ParseChain(ParsePower, "*", "/", "//", "%");

    // Jinja2 folds ** from the left, unlike Python: 2 ** 3 ** 2 is 64.
    private Expression ParsePower() => ParseChain(() => ParseUnary(), "**");

    private Expression ParseChain(Func<Expression> operand, params string[] operations)
    {
        int start = tokens.Current.Start;
        Expression left = operand();
        while (tokens.Current.Kind == TokenKind.Operator && operations.Contains(tokens.Current.Text))
        {
            string operation = tokens.Next().Text;
            Expression right = operand();
            left = new BinaryOperation(operation, left, right, start, tokens.LastStop);
        }

        return left;
    }

    private Expression ParseUnary(bool filters = true)
    {
        if (++_nesting > maxNesting) throw tokens.Fail("the expression is nested too deeply");
        int start = tokens.Current.Start;
        Expression expression;
        if (tokens.Current.IsOperator("-") || tokens.Current.IsOperator("+"))
        {
            string operation = tokens.Next().Text;
            Expression operand = ParseUnary(filters: false);
            expression = new Unary(operation, operand, start, tokens.LastStop);
        }
        else
        {
            expression = ParsePrimary();
        }

        expression = ParsePostfix(expression);
        if (filters) expression = ParseFilters(expression);
        _nesting--;
        return expression;
    }
}
