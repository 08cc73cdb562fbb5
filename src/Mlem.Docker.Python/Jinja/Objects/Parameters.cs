using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>
/// The parameters of a Python function, read from a text such as <c>"old new count="</c>: <c>=</c> marks those
/// that may be left out, <c>*</c> and <c>**</c> take the rest, a final <c>/</c> allows no names.
/// </summary>
internal sealed class Parameters
{
    private readonly List<string> _names = [];
    private readonly int _required;
    private readonly bool _takesMore;
    private readonly bool _takesNames;
    private readonly bool _positionalOnly;

    public Parameters(string function, string specification)
    {
        Function = function;
        foreach (string word in specification.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (word)
            {
                case "*": _takesMore = true; break;
                case "**": _takesNames = true; break;
                case "/": _positionalOnly = true; break;
                default:
                    if (!word.EndsWith('=')) _required++;
                    _names.Add(word.TrimEnd('='));
                    break;
            }
        }
    }

    public string Function { get; }

    public Bound Bind(Arguments arguments, Budget budget)
    {
        object?[] values = new object?[_names.Count];
        bool[] given = new bool[_names.Count];
        int positional = arguments.Positional.Count;
        if (positional > values.Length && !_takesMore)
            throw PythonError.Type($"{Function}() takes at most {values.Length} arguments ({positional} given)");
        for (int i = 0; i < Math.Min(positional, values.Length); i++) (values[i], given[i]) = (arguments.Positional[i], true);

        List<KeyValuePair<string, object?>> names = [];
        foreach (KeyValuePair<string, object?> keyword in arguments.Keywords)
        {
            int i = _positionalOnly ? -1 : _names.IndexOf(keyword.Key);
            if (i < 0 && !_takesNames)
                throw PythonError.Type($"{Function}() got an unexpected keyword argument '{keyword.Key}'");
            if (i < 0) names.Add(keyword);
            else if (given[i]) throw PythonError.Type($"{Function}() got multiple values for argument '{keyword.Key}'");
            else (values[i], given[i]) = (keyword.Value, true);
        }

        int missing = Array.IndexOf(given, false);
        if (missing >= 0 && missing < _required)
            throw PythonError.Type($"{Function}() missing a required argument: '{_names[missing]}'");
        return new Bound(values, given, [.. arguments.Positional.Skip(values.Length)], names, budget);
    }
}

/// <summary>The arguments of one call, each at its parameter.</summary>
internal sealed class Bound(
    object?[] values,
    bool[] given,
    List<object?> more,
    List<KeyValuePair<string, object?>> names,
    Budget budget)
{
    public Budget Budget => budget;

    public List<object?> More => more;

    public List<KeyValuePair<string, object?>> Names => names;

    public object? this[int index] => values[index];

    public bool Has(int index) => index < given.Length && given[index];

    /// <summary>Makes every str argument safe for HTML.</summary>
    public void Escape()
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is string text) values[i] = Markup.Escape(text);
        }
    }

    public object? Or(int index, object? fallback) => Has(index) ? values[index] : fallback;

    public bool Flag(int index, bool fallback = false) => Has(index) ? PyTypes.Truthy(values[index]) : fallback;

    /// <summary>A str parameter, as Python's own methods demand it.</summary>
    public string Text(int index) => PyTypes.AsText(values[index])
        ?? throw PyTypes.Wrong(values[index], "str");

    /// <summary>An int parameter; a float is no int.</summary>
    public int Int(int index, int fallback) => Has(index) ? PyTypes.ToIndex(values[index]) : fallback;
}
