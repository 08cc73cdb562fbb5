namespace Mlem.Docker.Requirements;

/// <summary>Reads the marker grammar of PEP 508: comparisons joined by <c>and</c> and <c>or</c>, with parentheses.</summary>
internal sealed class PipMarkerParser(string text)
{
    private const int MaximumDepth = 64;

    private static readonly string[] Operators = ["===", "==", "!=", "<=", ">=", "~=", "<", ">"];

    // The second names are those of the drafts before PEP 508, which pip still reads.
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["python_version"] = "python_version",
        ["python_full_version"] = "python_full_version",
        ["os_name"] = "os_name",
        ["os.name"] = "os_name",
        ["sys_platform"] = "sys_platform",
        ["sys.platform"] = "sys_platform",
        ["platform_release"] = "platform_release",
        ["platform_system"] = "platform_system",
        ["platform_version"] = "platform_version",
        ["platform.version"] = "platform_version",
        ["platform_machine"] = "platform_machine",
        ["platform.machine"] = "platform_machine",
        ["platform_python_implementation"] = "platform_python_implementation",
        ["platform.python_implementation"] = "platform_python_implementation",
        ["python_implementation"] = "platform_python_implementation",
        ["implementation_name"] = "implementation_name",
        ["implementation_version"] = "implementation_version",
        ["extra"] = "extra",
    };

    private int _at;
    private int _depth;

    public PipMarkerNode Parse()
    {
        PipMarkerNode node = Or();
        SkipSpace();
        return _at == text.Length ? node : throw new FormatException(Messages.FormatMarkerShouldEndBefore(text[_at..]));
    }

    private PipMarkerNode Or()
    {
        PipMarkerNode node = And();
        while (Word("or"))
            node = new PipMarkerJunction(false, node, And());
        return node;
    }

    private PipMarkerNode And()
    {
        PipMarkerNode node = Atom();
        while (Word("and"))
            node = new PipMarkerJunction(true, node, Atom());
        return node;
    }

    private PipMarkerNode Atom()
    {
        SkipSpace();
        if (_at >= text.Length || text[_at] != '(')
            return Comparison();
        if (++_depth > MaximumDepth)
            throw new FormatException(Messages.MarkerHasTooManyParenthesesIn);
        _at++;
        PipMarkerNode node = Or();
        SkipSpace();
        if (_at >= text.Length || text[_at] != ')')
            throw new FormatException(Messages.OfMarkerIsNeverClosed);
        _at++;
        _depth--;
        return node;
    }

    private PipMarkerComparison Comparison()
    {
        PipMarkerOperand left = Operand();
        string op = Operator();
        PipMarkerOperand right = Operand();
        return left.IsVariable || right.IsVariable
            ? new PipMarkerComparison(left, op, right)
            : throw new FormatException(Messages.ComparisonInMarkerNamesNoVariable);
    }

    private PipMarkerOperand Operand()
    {
        SkipSpace();
        if (_at >= text.Length)
            throw new FormatException(Messages.MarkerEndsWhereVariableOrQuoted);
        int start = _at;
        if (text[_at] is '"' or '\'')
        {
            int end = text.IndexOf(text[_at], _at + 1);
            if (end < 0)
                throw new FormatException(Messages.QuotationMarkInMarkerIsNever);
            _at = end + 1;
            return new PipMarkerOperand(text[(start + 1)..end], IsVariable: false);
        }
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '.'))
            _at++;
        string name = text[start.._at];
        return Variables.TryGetValue(name, out string? variable)
            ? new PipMarkerOperand(variable, IsVariable: true)
            : throw new FormatException(Messages.FormatMarkerNamesNoKnownVariableAt(text[start..]));
    }

    private string Operator()
    {
        if (Word("in"))
            return "in";
        if (Word("not"))
            return Word("in") ? "not in" : throw new FormatException(Messages.InMustFollowNotInMarker);
        SkipSpace();
        string op = Array.Find(Operators, o => string.CompareOrdinal(text, _at, o, 0, o.Length) == 0)
            ?? throw new FormatException(Messages.FormatComparisonWasExpectedInMarkerBefore(text[_at..]));
        _at += op.Length;
        return op;
    }

    private bool Word(string word)
    {
        SkipSpace();
        int end = _at + word.Length;
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0
            || (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')))
            return false;
        _at = end;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t')
            _at++;
    }
}
