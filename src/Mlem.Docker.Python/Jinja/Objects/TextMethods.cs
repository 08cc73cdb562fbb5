using System.Numerics;
using System.Text;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>The methods of str.</summary>
internal static class TextMethods
{
    /// <summary>Those that do not escape what they are given when the text is <see cref="Markup"/>.</summary>
    private static readonly string[] Asking =
        ["count", "endswith", "find", "index", "rfind", "rindex", "rsplit", "split", "splitlines", "startswith"];

    public static MethodTable All { get; } = new(
        "str",
        "casefold encode expandtabs format format_map isascii isdecimal isidentifier isnumeric isprintable istitle maketrans swapcase translate",
    [
        Make("capitalize", "", (s, _) => TextCase.Capitalize(s)),
        Make("center", "width fillchar= /", Center),
        Make("count", "sub start= end= /", (s, a) => TextSearch.Count(s, a)),
        Make("endswith", "suffix start= end= /", (s, a) => TextSearch.Affix(s, a, start: false)),
        Make("find", "sub start= end= /", (s, a) => TextSearch.Find(s, a, last: false, must: false)),
        Make("index", "sub start= end= /", (s, a) => TextSearch.Find(s, a, last: false, must: true)),
        Make("isalnum", "", (s, _) => TextKind.All(s, r => TextKind.IsAlpha(r) || TextKind.IsNumeric(r))),
        Make("isalpha", "", (s, _) => TextKind.All(s, TextKind.IsAlpha)),
        Make("isdigit", "", (s, _) => TextKind.All(s, TextKind.IsDigit)),
        Make("islower", "", (s, _) => TextKind.IsCased(s, upper: false)),
        Make("isspace", "", (s, _) => s.Length > 0 && s.All(PythonText.IsSpace)),
        Make("isupper", "", (s, _) => TextKind.IsCased(s, upper: true)),
        new("join", "iterable /", Join),
        Make("ljust", "width fillchar= /", (s, a) => s + Padding(s, a)),
        Make("lower", "", (s, _) => TextCase.Lower(s)),
        Make("lstrip", "chars= /", (s, a) => Strip(s, a.Or(0, null), right: false)),
        Make("partition", "sep /", (s, a) => TextSplit.Partition(s, a.Text(0), last: false)),
        Make("removeprefix", "prefix /", (s, a) => s.StartsWith(a.Text(0), StringComparison.Ordinal) ? s[a.Text(0).Length..] : s),
        Make("removesuffix", "suffix /", (s, a) => s.EndsWith(a.Text(0), StringComparison.Ordinal) ? s[..^a.Text(0).Length] : s),
        Make("replace", "old new count= /", (s, a) => TextSearch.Replace(s, a.Text(0), a.Text(1), a.Int(2, -1), a.Budget)),
        Make("rfind", "sub start= end= /", (s, a) => TextSearch.Find(s, a, last: true, must: false)),
        Make("rindex", "sub start= end= /", (s, a) => TextSearch.Find(s, a, last: true, must: true)),
        Make("rjust", "width fillchar= /", (s, a) => Padding(s, a) + s),
        Make("rpartition", "sep /", (s, a) => TextSplit.Partition(s, a.Text(0), last: true)),
        Make("rsplit", "sep= maxsplit=", (s, a) => TextSplit.Split(s, a, fromEnd: true)),
        Make("rstrip", "chars= /", (s, a) => Strip(s, a.Or(0, null), left: false)),
        Make("split", "sep= maxsplit=", (s, a) => TextSplit.Split(s, a, fromEnd: false)),
        Make("splitlines", "keepends=", (s, a) => new PyList([.. PythonText.Lines(s, a.Flag(0))])),
        Make("startswith", "prefix start= end= /", (s, a) => TextSearch.Affix(s, a, start: true)),
        Make("strip", "chars= /", (s, a) => Strip(s, a.Or(0, null))),
        Make("title", "", (s, _) => TextCase.Title(s)),
        Make("upper", "", (s, _) => TextCase.Upper(s)),
        Make("zfill", "width /", (s, a) => s.Insert(s is ['+' or '-', ..] ? 1 : 0, Padding(s, a, "0"))),
    ]);

    /// <summary>Python's <c>strip()</c> and its like; white space when <paramref name="characters"/> is null.</summary>
    public static string Strip(string text, object? characters, bool left = true, bool right = true)
    {
        if (characters is null) return PythonText.Strip(text, left, right);
        string given = PyTypes.AsText(characters) ?? throw PyTypes.Wrong(characters, "str");
        List<Rune> runes = [.. text.EnumerateRunes()];
        HashSet<Rune> set = [.. given.EnumerateRunes()];
        int start = left ? runes.TakeWhile(set.Contains).Count() : 0;
        int end = right ? Enumerable.Reverse(runes).TakeWhile(set.Contains).Count() : 0;
        return string.Concat(runes.Skip(start).SkipLast(end));
    }

    private static Method Make(string name, string parameters, Func<string, Bound, object?> body) => new(name, parameters, (self, a) =>
    {
        if (self is Markup && !Asking.Contains(name)) a.Escape();
        return Wrap(self, body(PyTypes.AsText(self)!, a), a.Budget);
    });

    private static object? Wrap(object self, object? result, Budget budget)
    {
        if (result is PySequence parts) budget.Items(parts.Items.Count);
        if (result is string made) budget.Characters(made.Length);
        return result switch
        {
            string text when self is Markup => new Markup(text),
            PyList list when self is Markup => new PyList([.. list.Items.Select(i => new Markup((string)i!))]),
            PyTuple tuple when self is Markup => new PyTuple([.. tuple.Items.Select(i => new Markup((string)i!))]),
            _ => result,
        };
    }

    private static object Join(object self, Bound a)
    {
        StringBuilder joined = new();
        string separator = PyTypes.AsText(self)!;
        bool first = true;
        foreach (object? item in PySequences.Iterate(a[0]))
        {
            string part = self is Markup ? Markup.Escape(item) : PyTypes.AsText(item)
                ?? throw PythonError.Type($"sequence item: expected str instance, {PyTypes.Name(item)} found");
            a.Budget.Items(1);
            a.Budget.Characters(part.Length + separator.Length);
            joined.Append(first ? string.Empty : separator).Append(part);
            first = false;
        }

        return self is Markup ? new Markup(joined.ToString()) : joined.ToString();
    }

    private static string Center(string text, Bound a)
    {
        string padding = Padding(text, a);
        int missing = CodePoints.Length(padding);
        int left = (missing / 2) + (missing & a.Budget.Size(a.Int(0, 0)) & 1);
        int cut = CodePoints.ToUnits(padding, left);
        return padding[..cut] + text + padding[cut..];
    }

    private static string Padding(string text, Bound a, string blank = " ")
    {
        string fill = a.Has(1) ? a.Text(1) : blank;
        if (CodePoints.Length(fill) != 1) throw PythonError.Type("The fill character must be exactly one character long");
        int missing = Math.Max(0, a.Budget.Size(a.Int(0, 0)) - CodePoints.Length(text));
        a.Budget.Characters(missing);
        return string.Concat(Enumerable.Repeat(fill, missing));
    }
}
