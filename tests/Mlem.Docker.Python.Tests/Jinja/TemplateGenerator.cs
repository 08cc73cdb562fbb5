using System.Globalization;

namespace Mlem.Docker.Python.Tests.Jinja;

/// <summary>
/// Makes templates from a grammar, mostly of fitting types, sometimes not, so that both what renders and what
/// fails is met. The same random numbers give the same template.
/// </summary>
internal sealed class TemplateGenerator(Random random)
{
    private static readonly string[] Words = ["'a'", "'Ab c'", "''", "'x-y'", "'42'", "\"it's\"", "'é🐶'", "'<b>'", "' pad '", "'a,b,c'", "'l1\\nl2'"];
    private readonly List<string> _macros = [];
    private readonly Stack<string> _locals = new();
    private int _names;
    private bool _inLoop;

    public Dictionary<string, string> Generate()
    {
        Dictionary<string, string> templates = new() { ["main"] = string.Empty };
        if (Chance(12)) templates["part"] = Body(2);
        if (Chance(8)) templates["lib"] = "{% macro h(v, w=2) %}" + Body(1) + "{{ v }}{{ w }}{% endmacro %}{% set k = " + Any(1) + " %}";
        if (Chance(8)) templates["base"] = Body(1) + "<{% block one %}" + Body(1) + "{% endblock %}|{% block two %}" + Body(1) + "{% endblock %}>";
        string body = Body(3);
        if (templates.ContainsKey("part")) body += "{% include 'part' %}" + Body(1);
        if (templates.ContainsKey("lib")) body += "{% import 'lib' as lib" + Pick("", " with context") + " %}{{ lib.h(" + Any(1) + ") }}{% from 'lib' import k as kk %}{{ kk }}";
        if (templates.ContainsKey("base"))
            body = "{% extends 'base' %}" + body + "{% block one %}" + Body(2) + Pick("{{ super() }}", "", "{{ self.two() }}") + "{% endblock %}";
        templates["main"] = body + Pick("", "\n", "\n\n", " ");
        return templates;
    }

    private string Body(int depth)
    {
        string body = string.Empty;
        int locals = _locals.Count;
        for (int i = random.Next(1, 3); i > 0; i--) body += Statement(depth);
        while (_locals.Count > locals) _locals.Pop();
        return body;
    }

    private string Statement(int depth) => random.Next(depth <= 0 ? 4 : 15) switch
    {
        0 => Pick("text", " ", "\n", "a b\n  ", "&<>'\"", "{", "}} %}"),
        1 or 2 or 3 => Open("{{") + Any(2) + Close("}}"),
        4 or 5 => If(depth),
        6 or 7 or 8 => For(depth),
        9 or 10 => Set(depth),
        11 => Macro(depth),
        12 => Tag("filter " + Pick("upper", "trim", "replace('a', 'b')", "title|lower", "indent(2)")) + Body(depth - 1) + Tag("endfilter"),
        13 => Pick("{# note #}", "{#- note -#}", Tag("raw") + "{{ raw }}" + Tag("endraw"), "{% include 'nosuch' ignore missing %}"),
        _ => _macros.Count > 0 ? "{{ " + _macros[random.Next(_macros.Count)] + "(" + Any(1) + ") }}" : "{{ " + Bool(2) + " }}",
    };

    private string If(int depth)
    {
        string text = Tag("if " + Pick(Bool(2), Any(2))) + Body(depth - 1);
        if (Chance(30)) text += Tag("elif " + Bool(2)) + Body(depth - 1);
        if (Chance(50)) text += Tag("else") + Body(depth - 1);
        return text + Tag("endif");
    }

    private string For(int depth)
    {
        string name = Fresh();
        bool pairs = Chance(25);
        string second = Fresh();
        string target = pairs ? name + ", " + second : name;
        string source = pairs ? Pick("d.items()", "pairs", "d|dictsort", "d|items", List(1)) : Pick(List(2), List(1), "rows", "s");
        string text = Tag($"for {target} in {source}{(Chance(20) ? " if " + Pick(name, Bool(1)) : string.Empty)}");
        bool outer = _inLoop;
        _inLoop = true;
        _locals.Push(name);
        if (pairs) _locals.Push(second);
        text += Body(depth - 1);
        if (pairs) _locals.Pop();
        _locals.Pop();
        _inLoop = outer;
        if (Chance(20)) text += Tag("else") + Body(depth - 1);
        return text + Tag("endfor");
    }

    private string Set(int depth)
    {
        string name = Chance(80) ? Fresh() : Pick("s", "i", "xs", "d");
        string text = Chance(75)
            ? Tag($"set {name} = {Any(2)}")
            : Tag("set " + name + Pick("", " | upper", " | trim | length")) + Body(depth - 1) + Tag("endset");
        _locals.Push(name);
        return text;
    }

    private string Macro(int depth)
    {
        string name = "m" + Fresh();
        _locals.Push("p");
        string text = Tag($"macro {name}(p{Pick("", ", q=" + Any(1), "=" + Any(1))})")
            + Body(depth - 1) + Pick("", "{{ varargs }}", "{{ kwargs }}", "{{ caller() if caller is defined else '' }}") + Tag("endmacro");
        _locals.Pop();
        _macros.Add(name);
        return text + Pick("{{ " + name + "(" + Any(1) + ") }}", "{% call " + name + "(" + Any(1) + ") %}" + Body(1) + "{% endcall %}");
    }

    private string Any(int depth)
    {
        string value = random.Next(6) switch
        {
            0 => Text(depth),
            1 => Number(depth),
            2 => List(depth) is var list && list.Contains('|') && !list.EndsWith(')') ? list + "|list" : list,
            3 => Dict(depth),
            4 => Bool(depth),
            _ => depth > 0 ? Mixed(depth) : Pick("nil", "s", "i", "f"),
        };
        return value;
    }

    private string Mixed(int depth) => random.Next(7) switch
    {
        0 => $"({Any(depth - 1)} if {Bool(depth - 1)} else {Any(depth - 1)})",
        1 => $"({Any(depth - 1)})|default({Any(depth - 1)}{Pick("", ", true")})",
        2 => $"({List(depth - 1)})|{Pick("first", "last", "length", "join", "tojson", "string", "list", "first|default(0)")}",
        3 => $"{Dict(depth - 1)}{Pick("['a']", ".a", ".get('z', 1)", "['nosuch']|default(3)", ".b")}",
        4 => $"({List(depth - 1)}){Pick("[0]", "[-1]", "[9]", "[1:]", "[::-1]", "[:2]|list")}",
        5 => $"({Any(depth - 1)} {Pick("and", "or")} {Any(depth - 1)})",
        _ => Chance(25) ? $"({Any(depth - 1)} {Pick("+", "*", "-", "%", "/", "//")} {Any(depth - 1)})" : $"({Any(depth - 1)} ~ {Number(depth - 1)})",
    };

    private string Text(int depth)
    {
        if (depth <= 0) return Local() ?? Pick([.. Words, "s", "t", "low", "num", "uni", "lines", "html", "empty"]);
        return random.Next(8) switch
        {
            0 => $"({Text(depth - 1)}|{TextFilter(depth)})",
            1 => $"({Any(depth - 1)}|{Pick("string", "upper", "tojson", "trim", "title", "list|join")})",
            2 => $"({Text(depth - 1)}).{TextMethod(depth)}",
            3 => $"({Any(depth - 1)} ~ {Any(depth - 1)})",
            4 => $"({Text(depth - 1)} + {Text(depth - 1)})",
            5 => $"({List(depth - 1)})|join({Text(0)})",
            6 => $"({Pick("'%s|%s'", "'%5s|%-5s'", "'%s %s'")} % ({Any(depth - 1)}, {Any(depth - 1)}))",
            _ => $"({Text(depth - 1)})[{Pick("0", "-1", "1:", ":2", "::-1", "1:-1", "::2")}]",
        };
    }

    private string TextFilter(int depth) => Pick(
        "upper", "lower", "title", "capitalize", "trim", $"replace({Text(0)}, {Text(depth - 1)})", "reverse", "tojson",
        "indent(2)", "indent(1, true)", "first|default(1)", "last|default(2)",
        "default('q')", "list|join('-')", "format(1)", "sort|join", "unique|join", "string", "length", "int", "float");

    private string TextMethod(int depth) => Pick(
        "upper()", "lower()", "title()", "strip()", "capitalize()", $"split({Text(0)})", "split()", "splitlines()",
        $"replace({Text(0)}, {Text(depth - 1)})", $"startswith({Text(0)})", $"find({Text(0)})", $"count({Text(0)})", "zfill(6)", "ljust(6)",
        "rjust(6, '.')", "center(8)", $"join({List(depth - 1)})", "isdigit()", "isupper()", $"partition({Text(0)})", "rsplit(none, 1)", "removeprefix('a')", "rstrip('c')", "lstrip()");

    private string Number(int depth)
    {
        if (depth <= 0) return Pick("i", "j", "f", "g", "zero", "neg", "1", "2", "0", "10", "2.5", "yes", "3", "big", Local() ?? "7");
        return random.Next(7) switch
        {
            0 => $"({Number(depth - 1)} {Pick("+", "-", "*", "/", "//", "%")} {Number(depth - 1)})",
            1 => $"({Any(depth - 1)})|{Pick("int", "float", "int(9)", "float(1.5)", "string|length")}",
            2 => $"({Number(depth - 1)})|{Pick("int", "float", "string|length")}",
            3 => $"({List(depth - 1)})|{Pick("length", "count", "list|length", "list|length", "sum")}",
            4 => $"-{Number(depth - 1)}",
            5 => $"({Number(depth - 1)}) ** {Pick("2", "0", "3", "-1")}",
            _ => _inLoop ? "loop." + Pick("index", "index0", "revindex", "length", "first", "last", "depth", "previtem|default(0)", "cycle(1, 2)", "changed(i)") : Number(0),
        };
    }

    private string List(int depth)
    {
        if (depth <= 0) return Local() ?? Pick("xs", "is", "is", "xs", "mixed", "none_list", "rows", "[1, 2]", "pairs", "[]", "['a', 'b']");
        return random.Next(7) switch
        {
            0 => $"[{Any(depth - 1)}, {Any(depth - 1)}]",
            1 => $"({List(depth - 1)})|{Pick("sort", "reverse|list", "reverse|list", "list", "map('string')|list", "map('upper')|list", "map('string')|unique|list")}",
            2 => $"({List(depth - 1)})|{Pick("select", "reject")}{Pick("|list", "('odd')|list", "('string')|list", "('defined')|list", "('number')|list", "('in', is)|list", "('mapping')|list")}",
            3 => $"rows|{Pick("map(attribute='name')|list", "selectattr('tags')|list", "rejectattr('age', 'gt', 26)|list", "sort(attribute='age')", "map(attribute='nosuch', default=1)|list", "unique(attribute='age')|list")}",
            4 => $"({List(depth - 1)})[{Pick("1:", "::-1", ":1", "-2:")}]",
            5 => $"({Text(depth - 1)}){Pick(".split()", ".split('a')", "|list", ".splitlines()")}",
            _ => $"({List(depth - 1)} {Pick("+", "or", "and")} {List(depth - 1)})",
        };
    }

    private string Dict(int depth)
    {
        if (depth <= 0) return Pick("d", "nd", "ed", "rows[0]", "{}", "{'a': 1}", "nd.x");
        return random.Next(4) switch
        {
            0 => $"{{{Text(0)}: {Any(depth - 1)}, 'b': {Any(depth - 1)}}}",
            1 => $"dict(a={Any(depth - 1)})",
            2 => $"({Dict(depth - 1)}){Pick("|dictsort", ".items()|list", ".keys()|list", "|list", "|tojson", "|length", ".copy()", ".values()|list")}",
            _ => Dict(0),
        };
    }

    private string Bool(int depth)
    {
        if (depth <= 0) return Pick("yes", "no", "true", "false", "nil", "i", "empty", "nosuch is defined");
        return random.Next(7) switch
        {
            0 => $"({Any(depth - 1)} {Pick("==", "!=")} {Any(depth - 1)})",
            1 => $"({Number(depth - 1)} {Pick("<", "<=", ">", ">=", "==")} {Number(depth - 1)})",
            2 => $"({Any(depth - 1)} {Pick("in", "not in")} {List(depth - 1)})",
            3 => $"({Any(depth - 1)} is {Pick("", "not ")}{Test(depth)})",
            4 => $"(not {Bool(depth - 1)})",
            5 => $"({Bool(depth - 1)} {Pick("and", "or")} {Bool(depth - 1)})",
            _ => $"({Number(depth - 1)} < {Number(depth - 1)} {Pick("<", "<=", "!=")} {Number(depth - 1)})",
        };
    }

    private string Test(int depth) => Pick(
        "defined", "undefined", "none", "string", "number", "mapping", "iterable", "sequence", "odd", "even", "integer", "float", "boolean",
        "true", "false", "lower", "upper", $"divisibleby({Number(0)})", $"eq({Any(depth - 1)})", $"in({List(0)})", $"gt({Number(0)})", "callable");

    private string? Local()
    {
        if (Chance(1)) return "nosuch";
        return _locals.Count > 0 && Chance(30) ? _locals.ElementAt(random.Next(_locals.Count)) : null;
    }

    private string Fresh() => "v" + (_names++ % 5).ToString(CultureInfo.InvariantCulture);

    private string Tag(string code) => Open("{%") + code + Close("%}");

    private string Open(string mark) => mark + Pick(" ", " ", " ", " ", " ", "- ", "+ ");

    private string Close(string mark) => Pick(" ", " ", " ", " ", " ", " -") + mark;

    private bool Chance(int percent) => random.Next(100) < percent;

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
