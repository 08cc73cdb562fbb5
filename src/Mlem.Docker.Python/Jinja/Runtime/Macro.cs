using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Jinja.Syntax;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Runtime;

/// <summary>A macro, or the body of a call block, with the names that could be seen where it was defined.</summary>
internal sealed class Macro(string? name, MacroBody body, Frame definition) : ICallable, IAttributes
{
    private readonly IReadOnlyList<NameTarget> _parameters = body.Names;

    public object? Call(Arguments arguments, Budget budget) => budget.Deeper(() =>
    {
        Frame frame = definition.Inner(body.Body).Capturing();
        Dictionary<string, object?> keywords = arguments.Keywords.ToDictionary(StringComparer.Ordinal);
        HashSet<int> missing = [];
        for (int i = 0; i < _parameters.Count; i++)
        {
            if (i < arguments.Positional.Count) frame.Assign(_parameters[i].Name, arguments.Positional[i]);
            else if (keywords.Remove(_parameters[i].Name, out object? value)) frame.Assign(_parameters[i].Name, value);
            else missing.Add(i);
        }

        TakeRest(frame, arguments, keywords);

        // A default may name a parameter that comes after it, which is undefined then.
        foreach (int i in missing) frame.Assign(_parameters[i].Name, Unset(i));
        int first = _parameters.Count - body.Defaults.Count;
        foreach (int i in missing.Where(i => i >= first))
            frame.Assign(_parameters[i].Name, frame.Evaluate(body.Defaults[i - first]));
        frame.Run(body.Body);
        return frame.Output.ToString();
    });

    public bool TryGetAttribute(string attribute, out object? value)
    {
        value = attribute switch
        {
            "name" => name,
            "arguments" => new PyTuple([.. _parameters.Select(p => p.Name)]),
            "catch_kwargs" => body.Special.Contains("kwargs"),
            "catch_varargs" => body.Special.Contains("varargs"),
            "caller" => body.Special.Contains("caller"),
            _ => null,
        };
        return value is not null || attribute == "name";
    }

    public override string ToString() => name is null ? "<Macro anonymous>" : $"<Macro {PyText.Repr(name)}>";

    private Undefined Unset(int index) => index < _parameters.Count - body.Defaults.Count
        ? new Undefined($"parameter '{_parameters[index].Name}' was not provided")
        : Undefined.Name(_parameters[index].Name);

    private void TakeRest(Frame frame, Arguments arguments, Dictionary<string, object?> keywords)
    {
        if (body.Special.Contains("caller"))
        {
            keywords.Remove("caller", out object? caller);
            frame.Assign("caller", caller ?? new Undefined("No caller defined"));
        }

        if (body.Special.Contains("kwargs"))
        {
            PyDict rest = new();
            foreach ((string keyword, object? value) in keywords) rest[keyword] = value;
            frame.Assign("kwargs", rest);
        }
        else if (keywords.Count > 0)
        {
            throw PythonError.Type($"macro {PyText.Repr(name)} takes no keyword argument '{keywords.Keys.First()}'");
        }

        if (body.Special.Contains("varargs"))
            frame.Assign("varargs", new PyTuple([.. arguments.Positional.Skip(_parameters.Count)]));
        else if (arguments.Positional.Count > _parameters.Count)
            throw PythonError.Type($"macro {PyText.Repr(name)} takes not more than {_parameters.Count} argument(s)");
    }
}
