using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>Reads the tags for macros and for other templates.</summary>
internal sealed class TemplateTagParser(StatementParser parser)
{
    public static readonly string[] Names = ["block", "extends", "include", "import", "from", "macro", "call"];

    private readonly TokenStream _tokens = parser.Tokens;

    public Statement? TryParse(string tag, int start) => tag switch
    {
        "block" => ParseBlock(start),
        "extends" => ParseExtends(start),
        "include" => ParseInclude(start),
        "import" => ParseImport(start),
        "from" => ParseFromImport(start),
        "macro" => ParseMacro(start),
        "call" => ParseCall(start),
        _ => null,
    };

    private Block ParseBlock(int start)
    {
        string name = _tokens.ExpectName().Text;
        bool scoped = _tokens.SkipName("scoped");
        bool required = _tokens.SkipName("required");
        Place head = _tokens.From(start);
        bool topLevel = parser.At.TopLevel;
        List<Statement> body = parser.ParseInnerToEnd(StatementParser.Captured, "endblock");
        if (required && body.Exists(s => s is not Text text || !text.Data.All(PythonText.IsSpace)))
            throw _tokens.Source.SyntaxError("Required blocks can only contain comments or whitespace", head);
        _tokens.SkipName(name);
        Block block = new(name, scoped, required, topLevel, new Body(body), head);
        parser.Add(block);
        return block;
    }

    private Extends ParseExtends(int start)
    {
        Extends extends = new(parser.ReadExpression(), _tokens.From(start));
        if (!parser.At.TopLevel) throw _tokens.Source.SyntaxError("cannot use extend from a non top-level scope", extends.At);
        parser.AlwaysExtends |= parser.At.Root;
        return extends;
    }

    private Include ParseInclude(int start)
    {
        Expression template = parser.ReadExpression();
        bool optional = _tokens.Current.IsName("ignore") && _tokens.Following.IsName("missing");
        if (optional)
        {
            _tokens.Next();
            _tokens.Next();
        }

        bool context = ParseContext() ?? true;
        return new Include(template, optional, context, _tokens.From(start));
    }

    private Import ParseImport(int start)
    {
        Expression template = parser.ReadExpression();
        _tokens.ExpectName("as");
        string name = ParseName();
        bool context = ParseContext() ?? false;
        return new Import(template, name, context, _tokens.From(start));
    }

    private FromImport ParseFromImport(int start)
    {
        Expression template = parser.ReadExpression();
        _tokens.ExpectName("import");
        List<(string Name, string Alias)> names = [];
        bool? context = null;
        while (true)
        {
            if (names.Count > 0) _tokens.ExpectOperator(",");
            if (_tokens.Current.Kind != TokenKind.Name) _tokens.ExpectName();
            if ((context = ParseContext()) is not null) break;
            string name = ParseName();
            if (name.StartsWith('_')) throw _tokens.Fail("names starting with an underline can not be imported");
            names.Add((name, _tokens.SkipName("as") ? ParseName() : name));
            if ((context = ParseContext()) is not null || !_tokens.Current.IsOperator(",")) break;
        }

        return new FromImport(template, names, context ?? false, _tokens.From(start));
    }

    private bool? ParseContext()
    {
        if (!_tokens.Following.IsName("context")) return null;
        if (!_tokens.Current.IsName("with") && !_tokens.Current.IsName("without")) return null;
        bool with = _tokens.Next().Text == "with";
        _tokens.Next();
        return with;
    }

    private MacroDefinition ParseMacro(int start)
    {
        string name = ParseName();
        (List<NameTarget> names, List<Expression> defaults) = parser.Within(StatementParser.Captured, ParseSignature);
        Place head = _tokens.From(start);
        return new MacroDefinition(name, Make(names, defaults, "endmacro", head), head);
    }

    private CallBlock ParseCall(int start)
    {
        (List<NameTarget> names, List<Expression> defaults) = _tokens.Current.IsOperator("(")
            ? parser.Within(StatementParser.Captured, ParseSignature)
            : ([], []);
        Expression called = parser.ReadExpression();
        Call call = called as Call ?? throw _tokens.Source.SyntaxError("expected call", called.At);
        Place head = _tokens.From(start);
        return new CallBlock(call, Make(names, defaults, "endcall", head), head);
    }

    private (List<NameTarget> Names, List<Expression> Defaults) ParseSignature()
    {
        List<NameTarget> names = [];
        List<Expression> defaults = [];
        _tokens.ExpectOperator("(");
        while (!_tokens.Current.IsOperator(")"))
        {
            if (names.Count > 0) _tokens.ExpectOperator(",");
            Token token = _tokens.Current;
            string name = ParseName();
            if (_tokens.SkipOperator("=")) defaults.Add(parser.ReadExpression());
            else if (defaults.Count > 0) throw _tokens.Fail("non-default argument follows default argument");
            if (names.Exists(n => n.Name == name)) throw _tokens.Fail($"duplicate argument '{name}'");
            names.Add(new NameTarget(name, true, token.At));
        }

        _tokens.ExpectOperator(")");
        return (names, defaults);
    }

    private MacroBody Make(List<NameTarget> names, List<Expression> defaults, string endTag, Place head)
    {
        List<Statement> body = parser.ParseInnerToEnd(StatementParser.Captured, endTag);
        HashSet<string> special = NameUse.Undeclared(body, "caller", "kwargs", "varargs");
        int caller = names.FindIndex(n => n.Name == "caller");
        if (special.Contains("caller") && caller >= 0 && caller < names.Count - defaults.Count)
            throw _tokens.Source.SyntaxError("The special \"caller\" argument must be omitted or be given a default", head);
        special.ExceptWith(names.Select(n => n.Name));
        return new MacroBody(names, defaults, new Body(body), special);
    }

    private string ParseName()
    {
        Token name = _tokens.ExpectName();
        return name.Text is "true" or "false" or "none" or "True" or "False" or "None"
            ? throw _tokens.Source.SyntaxError($"can't assign to '{name.Text}'", name.At)
            : name.Text;
    }
}
