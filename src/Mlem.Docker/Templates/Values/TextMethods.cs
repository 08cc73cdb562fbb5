using System.Collections.Frozen;
using System.Numerics;

namespace Mlem.Docker.Templates.Values;

/// <summary>The methods of str; on <see cref="Markup"/> they escape what they are given and give markup again.</summary>
internal static class TextMethods
{
    public static FrozenDictionary<string, Method> All { get; } = SequenceMethods.Table(
    [
        Make("capitalize", "", (s, _) => TextCase.Capitalize(s)),
        Make("casefold", "", (s, _) => TextCase.Lower(s).Replace("ß", "ss", StringComparison.Ordinal)),
        Make("center", "width fillchar= /", (s, a) => TextLayout.Center(s, a)),
        Make("count", "sub start= end= /", (s, a) => TextSearch.Count(s, a)),
        Make("endswith", "suffix start= end= /", (s, a) => TextSearch.Affix(s, a, start: false)),
        Make("expandtabs", "tabsize=", (s, a) => TextLayout.ExpandTabs(s, a.Int(0, 8), a.Budget)),
        Make("find", "sub start= end= /", (s, a) => TextSearch.Find(s, a, last: false, must: false)),
        new("format", "* **", Format),
        new("format_map", "mapping /", FormatMap),
        Make("index", "sub start= end= /", (s, a) => TextSearch.Find(s, a, last: false, must: true)),
        Make("isalnum", "", (s, _) => TextKind.All(s, r => TextKind.IsAlpha(r) || TextKind.IsNumeric(r))),
        Make("isalpha", "", (s, _) => TextKind.All(s, TextKind.IsAlpha)),
        Make("isascii", "", (s, _) => s.All(char.IsAscii)),
        Make("isdecimal", "", (s, _) => TextKind.All(s, TextKind.IsDecimal)),
        Make("isdigit", "", (s, _) => TextKind.All(s, TextKind.IsDigit)),
        Make("isidentifier", "", (s, _) => TextKind.IsIdentifier(s)),
        Make("islower", "", (s, _) => TextKind.IsCased(s, upper: false)),
        Make("isnumeric", "", (s, _) => TextKind.All(s, TextKind.IsNumeric)),
        Make("isprintable", "", (s, _) => s.EnumerateRunes().All(PyText.IsPrintable)),
        Make("isspace", "", (s, _) => s.Length > 0 && s.All(PyText.IsSpace)),
        Make("istitle", "", (s, _) => TextKind.IsTitle(s)),
        Make("isupper", "", (s, _) => TextKind.IsCased(s, upper: true)),
        new("join", "iterable /", Join),
        Make("ljust", "width fillchar= /", (s, a) => TextLayout.Justify(s, a, left: true)),
        Make("lower", "", (s, _) => TextCase.Lower(s)),
        Make("lstrip", "chars= /", (s, a) => TextLayout.Strip(s, a.Or(0, null), true, false)),
        Make("partition", "sep /", (s, a) => TextSplit.Partition(s, a.Text(0), last: false)),
        Make("removeprefix", "prefix /", (s, a) => s.StartsWith(a.Text(0), StringComparison.Ordinal) ? s[a.Text(0).Length..] : s),
        Make("removesuffix", "suffix /", (s, a) => s.EndsWith(a.Text(0), StringComparison.Ordinal) ? s[..^a.Text(0).Length] : s),
        Make("replace", "old new count= /", (s, a) => TextSearch.Replace(s, a.Text(0), a.Text(1), a.Int(2, -1), a.Budget)),
        Make("rfind", "sub start= end= /", (s, a) => TextSearch.Find(s, a, last: true, must: false)),
        Make("rindex", "sub start= end= /", (s, a) => TextSearch.Find(s, a, last: true, must: true)),
        Make("rjust", "width fillchar= /", (s, a) => TextLayout.Justify(s, a, left: false)),
        Make("rpartition", "sep /", (s, a) => TextSplit.Partition(s, a.Text(0), last: true)),
        Make("rsplit", "sep= maxsplit=", (s, a) => TextSplit.Split(s, a, fromEnd: true)),
        Make("rstrip", "chars= /", (s, a) => TextLayout.Strip(s, a.Or(0, null), false, true)),
        Make("split", "sep= maxsplit=", (s, a) => TextSplit.Split(s, a, fromEnd: false)),
        Make("splitlines", "keepends=", (s, a) => TextSplit.Lines(s, a.Flag(0), a.Budget)),
        Make("startswith", "prefix start= end= /", (s, a) => TextSearch.Affix(s, a, start: true)),
        Make("strip", "chars= /", (s, a) => TextLayout.Strip(s, a.Or(0, null), true, true)),
        Make("swapcase", "", (s, _) => TextCase.Swap(s)),
        Make("title", "", (s, _) => TextCase.Title(s)),
        Make("upper", "", (s, _) => TextCase.Upper(s)),
        Make("zfill", "width /", (s, a) => TextLayout.ZeroFill(s, a)),
    ]);

    private static Method Make(string name, string parameters, Func<string, Bound, object?> body) =>
        new(name, parameters, (self, a) => Wrap(self, body(PyTypes.AsText(self)!, a), a.Budget));

    private static object? Wrap(object self, object? result, Budget budget)
    {
        if (result is int or long) return (BigInteger)Convert.ToInt64(result, null);
        if (result is string text) budget.Characters(text.Length);
        if (self is not Markup) return result;
        return result switch
        {
            string s => new Markup(s),
            PyList list => new PyList([.. list.Items.Select(i => i is string s ? new Markup(s) : i)]),
            PyTuple tuple => new PyTuple([.. tuple.Items.Select(i => i is string s ? new Markup(s) : i)]),
            _ => result,
        };
    }

    private static object Join(object self, Bound a)
    {
        List<string> parts = [];
        int separator = PyTypes.AsText(self)!.Length;
        foreach (object? item in PySequences.Iterate(a[0]))
        {
            string part = self is Markup
                ? Markup.Escape(item).Text
                : PyTypes.AsText(item) ?? throw PythonError.Type(
                    $"sequence item {parts.Count}: expected str instance, {PyTypes.Name(item)} found");
            a.Budget.Items(1);
            a.Budget.Characters(part.Length + separator);
            parts.Add(part);
        }

        string joined = string.Join(PyTypes.AsText(self), parts);
        return self is Markup ? new Markup(joined) : joined;
    }

    private static object Format(object self, Bound a)
    {
        BraceFormat format = new(a.More, name => Named(a.Names, name), a.Budget, self is Markup);
        string text = format.Apply(PyTypes.AsText(self)!);
        return self is Markup ? new Markup(text) : text;
    }

    private static object? Named(List<KeyValuePair<string, object?>> names, string name)
    {
        int index = names.FindIndex(n => n.Key == name);
        return index < 0 ? throw PythonError.Lookup($"'{name}'") : names[index].Value;
    }

    private static object FormatMap(object self, Bound a)
    {
        BraceFormat format = new([], name => PySequences.Index(a[0], name), a.Budget, self is Markup);
        string text = format.Apply(PyTypes.AsText(self)!);
        return self is Markup ? new Markup(text) : text;
    }
}
