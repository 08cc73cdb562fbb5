using System.Numerics;
using System.Text;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Library;

/// <summary>Filters on text.</summary>
internal static class TextFilters
{
    public static IEnumerable<Function> All { get; } =
    [
        new("capitalize", "", (v, a) => Method(v, "capitalize", a)),
        new("center", "width=", (v, a) => Method(v, "center", a, a.Or(0, new BigInteger(80)))),
        new("escape", "", (v, a) => Charge(Markup.Escape(v), a)),
        new("forceescape", "", (v, a) => Charge(new Markup(Markup.EscapeText(PyText.Str(v))), a)),
        new("safe", "", (v, _) => new Markup(PyText.Str(v))),
        new("format", "* **", Format),
        new("indent", "width= first= blank=", Indent),
        new("lower", "", (v, a) => Method(v, "lower", a)),
        new("replace", "old new count=", Replace),
        new("string", "", (v, a) => v is string or Markup ? v : a.Budget.Text(PyText.Str(v))),
        new("striptags", "", (v, a) => a.Budget.Text(Markups.StripTags(PyText.Str(v)))),
        new("title", "", Title),
        new("tojson", "indent=", (v, a) => Charge(Json.Dump(v, a.Or(0, null), a.Budget), a)),
        new("trim", "chars=", (v, a) => Method(v, "strip", a, a.Or(0, null))),
        new("truncate", "length= killwords= end= leeway=", Truncate),
        new("upper", "", (v, a) => Method(v, "upper", a)),
        new("urlencode", "", (v, a) => a.Budget.Text(UrlEncoding.Encode(v))),
        new("wordcount", "", (v, _) => Words(PyText.Str(v))),
        new("wordwrap", "width= break_long_words= wrapstring= break_on_hyphens=", WordWrap.Apply),
        new("xmlattr", "autospace=", (v, a) => Charge(Markups.Attributes(v, a.Flag(0, true)), a)),
    ];

    /// <summary>A str method on the text of any value; markup stays markup.</summary>
    private static object? Method(object? value, string name, Bound a, params object?[] arguments) =>
        TextMethods.All[name]
            .Of(value is Markup ? value : PyText.Str(value))
            .Call(new Arguments(arguments, []), a.Budget);

    private static object Charge(object text, Bound a)
    {
        a.Budget.Characters(PyTypes.AsText(text)!.Length);
        return text;
    }

    private static object Format(object? value, Bound a)
    {
        if (a.More.Count > 0 && a.Names.Count > 0)
            throw PythonError.Value("can't handle positional and keyword arguments at the same time");
        object? values = new PyTuple([.. a.More]);
        if (a.Names.Count > 0)
        {
            PyDict names = new();
            foreach ((string name, object? named) in a.Names) names[name] = named;
            values = names;
        }

        return PyOperators.Binary("%", value is Markup ? value : PyText.Str(value), values, a.Budget)!;
    }

    private static object Replace(object? value, Bound a)
    {
        int count = a.Or(2, null) is null ? -1 : a.Int(2, -1);
        string text = PyText.Str(value);
        string replaced = TextSearch.Replace(text, PyText.Str(a[0]), PyText.Str(a[1]), count, a.Budget);
        a.Budget.Characters(replaced.Length);
        return replaced;
    }

    private static object Indent(object? value, Bound a)
    {
        string text = PyTypes.AsText(value) ?? throw PyTypes.Wrong(value, "str");
        object? width = a.Or(0, new BigInteger(4));
        string indention = PyTypes.AsText(width) ?? new string(' ', a.Budget.Size(PyTypes.ToIndex(width)));
        bool blank = a.Flag(2);
        StringBuilder result = new(a.Flag(1) ? indention : string.Empty);
        bool first = true;
        foreach (object? line in TextSplit.Lines(text + "\n", false, a.Budget).Items)
        {
            if (!first) result.Append('\n');
            if (!first && (blank || ((string)line!).Length > 0)) result.Append(indention);
            result.Append((string)line!);
            first = false;
            if (result.Length > a.Budget.Limits.MaxOutputLength) throw PythonError.Limit("the text is too long");
        }

        string indented = a.Budget.Text(result.ToString());
        return value is Markup ? new Markup(indented) : indented;
    }

    private static object Title(object? value, Bound a)
    {
        StringBuilder result = new();
        bool start = true;
        foreach (Rune rune in PyText.Str(value).EnumerateRunes())
        {
            string one = rune.ToString();
            bool divider = one is "-" or "(" or "{" or "[" or "<" || (one.Length == 1 && PyText.IsSpace(one[0]));
            result.Append(start && !divider ? TextCase.Upper(one) : TextCase.Lower(one));
            start = divider;
        }

        return a.Budget.Text(result.ToString());
    }

    private static object? Truncate(object? value, Bound a)
    {
        int length = a.Int(0, 255);
        string end = a.Has(2) ? a.Text(2) : "...";
        int leeway = a.Or(3, null) is null ? 5 : a.Int(3, 5);
        int tail = CodePoints.Length(end);
        if (length < tail) throw PythonError.Value($"expected length >= {tail}, got {length}");
        if (leeway < 0) throw PythonError.Value($"expected leeway >= 0, got {leeway}");
        BigInteger actual = PySequences.Length(value);
        if (actual <= (long)length + leeway) return value;
        string text = PyTypes.AsText(value) ?? throw PyTypes.Wrong(value, "str");
        string kept = text[..CodePoints.ToUnits(text, length - tail)];
        int space = a.Flag(1) ? -1 : kept.LastIndexOf(' ');
        string cut = a.Budget.Text((space < 0 ? kept : kept[..space]) + end);
        return value is Markup ? new Markup(cut) : cut;
    }

    private static object Words(string text)
    {
        int count = 0;
        bool inside = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool word = TextKind.IsWord(rune);
            if (word && !inside) count++;
            inside = word;
        }

        return (BigInteger)count;
    }
}
