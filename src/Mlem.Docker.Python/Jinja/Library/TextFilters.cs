using System.Numerics;
using System.Text;
using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Library;

/// <summary>Filters on text and numbers.</summary>
internal static class TextFilters
{
    public static IEnumerable<Function> All { get; } =
    [
        new("capitalize", "", (v, a) => Like(v, TextCase.Capitalize(PyText.Str(v)), a)),
        new("float", "default=", (v, a) => TryFloat(v, out double d) ? d : a.Or(0, 0.0)),
        new("format", "* **", Format),
        new("indent", "width= first= blank=", Indent),
        new("int", "default= base=", Int),
        new("lower", "", (v, a) => Like(v, TextCase.Lower(PyText.Str(v)), a)),
        new("replace", "old new count=", Replace),
        new("string", "", (v, a) => v is string or Markup ? v : a.Budget.Text(PyText.Str(v))),
        new("title", "", Title),
        new("tojson", "indent=", (v, a) => Json.Dump(v, a.Or(0, null), a.Budget)),
        new("trim", "chars=", (v, a) => Like(v, TextMethods.Strip(PyText.Str(v), a.Or(0, null)), a)),
        new("upper", "", (v, a) => Like(v, TextCase.Upper(PyText.Str(v)), a)),
    ];

    /// <summary>A text made of a value: markup stays markup.</summary>
    private static object Like(object? value, string text, Bound a) =>
        value is Markup ? new Markup(a.Budget.Text(text)) : a.Budget.Text(text);

    /// <summary>Python's <c>float(value)</c>.</summary>
    private static bool TryFloat(object? value, out double result)
    {
        result = 0;
        if (value is Undefined undefined) throw undefined.Fail();
        if (!PythonNumber.IsNumber(value)) return PyTypes.AsText(value) is { } text && NumberReading.TryFloat(text, out result);
        result = PythonNumber.ToDouble(value!);
        return true;
    }

    private static object? Format(object? value, Bound a)
    {
        if (a.More.Count > 0 && a.Names.Count > 0)
            throw PythonError.Value("can't handle positional and keyword arguments at the same time");
        object values = a.Names.Count > 0 ? DictMethods.Make(a, null) : new PyTuple(a.More);
        return PyOperators.Binary("%", value is Markup ? value : PyText.Str(value), values, a.Budget);
    }

    private static object? Int(object? value, Bound a)
    {
        if (value is Undefined undefined) throw undefined.Fail();
        if (PythonNumber.IsInteger(value, out BigInteger integer)) return integer;
        if (PyTypes.AsText(value) is { } text && NumberReading.TryInteger(text, a.Int(1, 10), out integer)) return integer;
        return TryFloat(value, out double d) && !double.IsNaN(d) ? PythonNumber.Truncate(d) : a.Or(0, BigInteger.Zero);
    }

    private static string Replace(object? value, Bound a)
    {
        int count = a.Or(2, null) is null ? -1 : a.Int(2, -1);
        return a.Budget.Text(TextSearch.Replace(PyText.Str(value), PyText.Str(a[0]), PyText.Str(a[1]), count, a.Budget));
    }

    private static object Indent(object? value, Bound a)
    {
        string text = PyTypes.AsText(value) ?? throw PyTypes.Wrong(value, "str");
        object? width = a.Or(0, new BigInteger(4));
        string indention = PyTypes.AsText(width) ?? new string(' ', a.Budget.Size(PyTypes.ToIndex(width)));
        List<string> lines = PythonText.Lines(text + "\n");
        a.Budget.Characters(text.Length + ((long)indention.Length * lines.Count));
        IEnumerable<string> others = lines.Skip(1).Select(line => a.Flag(2) || line.Length > 0 ? indention + line : line);
        string indented = (a.Flag(1) ? indention : string.Empty) + string.Join('\n', others.Prepend(lines[0]));
        return value is Markup ? new Markup(indented) : indented;
    }

    /// <summary>Unlike str's method, a word goes on after an apostrophe.</summary>
    private static string Title(object? value, Bound a)
    {
        StringBuilder result = new();
        bool start = true;
        foreach (Rune rune in PyText.Str(value).EnumerateRunes())
        {
            string one = rune.ToString();
            bool divider = one is "-" or "(" or "{" or "[" or "<" || (one.Length == 1 && PythonText.IsSpace(one[0]));
            result.Append(start && !divider ? TextCase.Upper(one) : TextCase.Lower(one));
            start = divider;
        }

        return a.Budget.Text(result.ToString());
    }
}
