namespace Mlem.Docker.Templates.Syntax;

/// <content>The tags for macros and for other templates.</content>
internal sealed partial class StatementParser
{
    private Block ParseBlock(int start)
    {
        string name = _tokens.ExpectName().Text;
        bool scoped = _tokens.SkipName("scoped");
        bool required = _tokens.SkipName("required");
        int headStop = _tokens.LastStop;
        Surroundings outside = _at;
        List<Statement> body = ParseInnerToEnd(Captured(), "endblock");
        if (required && body.Exists(s => s is not Text text || text.Data.Any(c => !Values.PyText.IsSpace(c))))
            throw _tokens.Source.SyntaxError("Required blocks can only contain comments or whitespace", start, headStop);
        _tokens.SkipName(name);
        Block block = new(name, scoped, required, outside.TopLevel, body, start, headStop);
        if (!_blocks.TryAdd(name, block))
            throw _tokens.Source.SyntaxError($"block '{name}' defined twice", start, headStop);
        return block;
    }

    private Extends ParseExtends(int start)
    {
        Expression template = ReadExpression();
        if (!_at.TopLevel)
            throw _tokens.Source.SyntaxError("cannot use extend from a non top-level scope", start, _tokens.LastStop);
        _alwaysExtends |= _at.Root;
        return new Extends(template, start, _tokens.LastStop);
    }

    private Include ParseInclude(int start)
    {
        Expression template = ReadExpression();
        bool optional = false;
        if (_tokens.Current.IsName("ignore") && _tokens.Following.IsName("missing"))
        {
            _tokens.Next();
            _tokens.Next();
            optional = true;
        }

        bool context = ParseContext() ?? true;
        return new Include(template, optional, context, start, _tokens.LastStop);
    }

    private Import ParseImport(int start)
    {
        Expression template = ReadExpression();
        _tokens.ExpectName("as");
        string name = ParseName();
        bool context = ParseContext() ?? false;
        return new Import(template, name, context, start, _tokens.LastStop);
    }

    private FromImport ParseFromImport(int start)
    {
        Expression template = ReadExpression();
        _tokens.ExpectName("import");
        List<(string Name, string Alias)> names = [];
        bool? context = null;
        while (true)
        {
            if (names.Count > 0) _tokens.ExpectOperator(",");
            if (_tokens.Current.Kind != TokenKind.Name) _tokens.ExpectName();
            if ((context = ParseContext()) is not null) break;
            string name = ParseName();
            if (name.StartsWith('_'))
                throw _tokens.Fail("names starting with an underline can not be imported");
            names.Add((name, _tokens.SkipName("as") ? ParseName() : name));
            if ((context = ParseContext()) is not null || !_tokens.Current.IsOperator(",")) break;
        }

        return new FromImport(template, names, context ?? false, start, _tokens.LastStop);
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
        MacroSignature signature = ParseSignature();
        int headStop = _tokens.LastStop;
        return new MacroDefinition(name, MakeBody(signature, ParseInnerToEnd(Captured(), "endmacro"), start), start, headStop);
    }

    private CallBlock ParseCallBlock(int start)
    {
        MacroSignature signature = _tokens.Current.IsOperator("(") ? ParseSignature() : new([], []);
        Expression call = ReadExpression();
        if (call is not Call) throw _tokens.Source.SyntaxError("expected call", call.Start, call.Stop);
        int headStop = _tokens.LastStop;
        return new CallBlock(
            (Call)call, MakeBody(signature, ParseInnerToEnd(Captured(), "endcall"), start), start, headStop);
    }

    private MacroSignature ParseSignature()
    {
        Surroundings outer = _at;
        _at = Captured();
        List<NameTarget> names = [];
        List<Expression> defaults = [];
        _tokens.ExpectOperator("(");
        while (!_tokens.Current.IsOperator(")"))
        {
            if (names.Count > 0) _tokens.ExpectOperator(",");
            Token token = _tokens.Current;
            string name = ParseName();
            if (_tokens.SkipOperator("=")) defaults.Add(ReadExpression());
            else if (defaults.Count > 0) throw _tokens.Fail("non-default argument follows default argument");
            if (names.Exists(n => n.Name == name)) throw _tokens.Fail($"duplicate argument '{name}'");
            names.Add(new NameTarget(name, true, token.Start, token.Stop));
        }

        _tokens.ExpectOperator(")");
        _at = outer;
        return new MacroSignature(names, defaults);
    }

    private MacroBody MakeBody(MacroSignature signature, List<Statement> body, int start)
    {
        HashSet<string> special = NameUse.Undeclared(body, "caller", "kwargs", "varargs");
        int caller = signature.Names.FindIndex(n => n.Name == "caller");
        if (special.Contains("caller") && caller >= 0 && caller < signature.Names.Count - signature.Defaults.Count)
        {
            throw _tokens.Source.SyntaxError(
                "The special \"caller\" argument must be omitted or be given a default", start, _tokens.LastStop);
        }

        special.ExceptWith(signature.Names.Select(n => n.Name));
        return new MacroBody(signature, body, special);
    }
}
